using System.ComponentModel.DataAnnotations.Schema;
using VggSweep.Core.Sweeps;

namespace VggSweep.Store;

/// <summary>A sweep as it was submitted. Times are milliseconds since the Unix epoch.</summary>
[Table("sweeps")]
public sealed class SweepRow
{
    /// <summary>The name and a number, as <c>quickstart-1</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required SweepState State { get; init; }

    /// <summary>The newest file's text, for people. Nothing is restored from it.</summary>
    public required string SpecYaml { get; init; }

    /// <summary>The sweep's resolved form, which everything is restored from. Empty in a database whose upgrade has not ended.</summary>
    public string Spec { get; init; } = "";

    /// <summary>Where the file was; null for standard input.</summary>
    public string? SpecFile { get; init; }

    /// <summary>The higher gets free slots first.</summary>
    public int Priority { get; init; }

    public required long CreatedMs { get; init; }

    public long? EndedMs { get; init; }

    /// <summary>Counts the decisions that its scheduler's next one may rest on.</summary>
    public long Decided { get; init; }

    /// <summary>
    /// The index of the sampler's next proposal; null when there is none left. So it is in databases of versions that
    /// stored every trial at submission.
    /// </summary>
    public int? Proposed { get; init; }
}
