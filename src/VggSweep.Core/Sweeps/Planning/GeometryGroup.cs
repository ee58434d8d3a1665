using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Networks of a sweep that have the same learned tensors although their inputs or names differ.</summary>
/// <param name="Params">Of each.</param>
/// <param name="Networks">As <c>vgg11 width 8 at 32</c>, without repetition.</param>
/// <param name="Trials">All trials that train one of them.</param>
public sealed record GeometryGroup(long Params, IReadOnlyList<string> Networks, IReadOnlyList<int> Trials)
{
    /// <summary>The groups of two networks or more, in the order of their first trials.</summary>
    internal static IReadOnlyList<GeometryGroup> Of(
        IEnumerable<(int Trial, TrialParameters Parameters, NetworkShape Shape, string Key)> trials) =>
        [.. trials
            .GroupBy(trial => trial.Key)
            .Select(group => new GeometryGroup(
                group.First().Shape.Params,
                [.. group.Select(trial => NameOf(trial.Parameters)).Distinct()],
                [.. group.Select(trial => trial.Trial)]))
            .Where(group => group.Networks.Count > 1)];

    private static string NameOf(TrialParameters trial) =>
        trial.Arch + (trial.Width is { } width ? $" width {width}" : "") + $" at {trial.Resolution}";
}
