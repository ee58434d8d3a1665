using System.Text.Json;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Api;

/// <summary>A sweep with its file and all its trials.</summary>
/// <param name="SpecYaml">The newest file's text, for people.</param>
/// <param name="Spec">The resolved form; null when it cannot be read.</param>
/// <param name="Trials">Those that can be read.</param>
/// <param name="Problems">A sentence for the sweep or each trial that cannot be read and is not trained.</param>
public sealed record SweepDetails(
    string Sweep, SweepState State, int Priority, DateTimeOffset Created, string SpecYaml, JsonElement? Spec,
    IReadOnlyList<TrialResult> Trials,
    IReadOnlyList<string> Problems)
{
    /// <summary>Trials that are still to be proposed, at most.</summary>
    public int ToPropose { get; init; }
}
