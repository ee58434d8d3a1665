using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// The names of a constraint: costs, and every parameter but the seed, which repeats a configuration.
/// </summary>
internal static class Quantities
{
    public const string Seed = "seed";

    private static readonly Dictionary<string, Func<TrialFacts, double?>> Costs = new()
    {
        ["params"] = facts => facts.Cost.Params,
        ["macs"] = facts => facts.Cost.Macs,
        ["peakBytes"] = facts => facts.MachineCost?.PeakBytes,
        ["seconds"] = facts => facts.MachineCost?.PredictedSeconds,
    };

    public static IReadOnlyList<string> Names { get; } =
        [.. Costs.Keys, .. TrialParameterTable.All.Select(parameter => parameter.Key).Where(key => key != Seed)];

    /// <summary>The number behind a name; null for other names.</summary>
    public static Func<TrialFacts, double?>? NumberOf(string name) =>
        Costs.TryGetValue(name, out var cost) ? cost
        : TrialParameterTable.Find(name) is { Kind: ValueKind.Whole or ValueKind.Real } parameter ? facts =>
            facts.ValueOf(parameter) switch
        {
            long whole => whole,
            double real => real,
            _ => null,
        }
        : null;

    /// <summary>The parameter of a name whose values are names too; null for other names.</summary>
    public static TrialParameter? ChoiceOf(string name) =>
        TrialParameterTable.Find(name) is { Kind: ValueKind.Choice or ValueKind.Flag } parameter ? parameter : null;

    public static bool DependsOnMachine(string name) => name is "peakBytes" or "seconds";
}
