using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Results.Answers;

/// <summary>The parameters that a sweep varies and whose values are numbers.</summary>
internal static class SweptNumbers
{
    public const string Seed = "seed";

    /// <summary>In the order of the file, without the seed.</summary>
    public static IEnumerable<string> KeysOf(SweepSpec spec) => spec.Parameters
        .Where(space => space.Size is not 1 && space.Key != Seed
            && TrialParameterTable.Of(space.Key).Kind is ValueKind.Whole or ValueKind.Real)
        .Select(space => space.Key);

    /// <returns>Null where the trial leaves the value to its network.</returns>
    public static double? NumberOf(string key, TrialParameters trial) => TrialParameterTable.Of(key).Get(trial) switch
    {
        long whole => whole,
        double real => real,
        _ => null,
    };
}
