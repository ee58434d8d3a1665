using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Api;

/// <summary>A sweep with its file and its trials.</summary>
/// <param name="SpecYaml">The newest file's text, for people.</param>
/// <param name="Spec">The resolved form; null when it cannot be read.</param>
/// <param name="Trials">
/// By number, those that can be read. Of more than <see cref="MostTrials"/> those that run, the newest that ended and
/// the next to run.
/// </param>
/// <param name="Problems">A sentence for the sweep or each trial that cannot be read and is not trained.</param>
public sealed record SweepDetails(
    string Sweep, SweepState State, int Priority, DateTimeOffset Created, string SpecYaml, JsonElement? Spec,
    IReadOnlyList<TrialResult> Trials,
    IReadOnlyList<string> Problems)
{
    /// <summary>Trials of one answer; <see cref="TrialPage"/> has the others.</summary>
    public const int MostTrials = 1_000;

    /// <summary>Trials of a report or a table of results, the best ones.</summary>
    public const int MostRanked = 10_000;

    /// <summary>Trials that are still to be proposed, at most.</summary>
    public int ToPropose { get; init; }

    /// <summary>The sweep's stored trials by state.</summary>
    public required IReadOnlyDictionary<TrialState, int> Counts { get; init; }

    /// <summary>
    /// Of more than <see cref="MostTrials"/>, the completed trial with the best objective; without one, that with the
    /// best newest epoch. Null otherwise: <see cref="Trials"/> has it.
    /// </summary>
    public TrialResult? Best { get; init; }

    /// <summary>Whether the sweep has stored trials that are not listed here.</summary>
    public bool HasMore => Counts.Values.Sum() > Trials.Count + Problems.Count;
}
