using System.Globalization;
using VggSweep.Core.Search;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// How many configurations of a sweep constraints exclude: counted in a small space, estimated by draws in another.
/// </summary>
/// <param name="Examined">Configurations that were looked at.</param>
/// <param name="Excluded">Of them, those that violate a constraint.</param>
/// <param name="By">How many each constraint excludes; those that several exclude count for each.</param>
/// <param name="IsExact">Whether all configurations were looked at.</param>
public sealed record Exclusions(
    int Examined, int Excluded, IReadOnlyList<(Constraint Constraint, int Count)> By, bool IsExact)
{
    /// <summary>Whether no configuration is left, for certain.</summary>
    public bool IsEverything => IsExact && Excluded == Examined;

    /// <param name="most">Configurations to look at.</param>
    /// <param name="untilAllowed">Whether to stop at the first that is allowed.</param>
    public static Exclusions Of(SweepSpec spec, int most, bool untilAllowed = false)
    {
        var (space, feasibility) = (new ConfigurationSpace(spec), new Feasibility(spec));
        var isExact = space.Count <= most;
        var (examined, excluded, by) = (0, 0, spec.Constraints.ToDictionary(constraint => constraint, _ => 0));
        foreach (var trial in Examples(space, spec.Search.Seed, isExact ? (int)space.Count!.Value : most))
        {
            examined++;
            var violated = feasibility.Violated(trial).ToList();
            excluded += violated.Count > 0 ? 1 : 0;
            violated.ForEach(constraint => by[constraint]++);
            if (untilAllowed && violated.Count == 0)
            {
                break;
            }
        }

        return new Exclusions(examined, excluded, [.. by.Select(one => (one.Key, one.Value))], isExact);
    }

    /// <summary>As <c>12 of 20 configurations are excluded: 12 by macs &lt;= 200M, 3 by width &lt;= 32</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Excluded:N0} of {Examined:N0} configurations{(IsExact ? "" : " drawn")} are excluded")
        + (Excluded == 0 ? "" : ": " + string.Join(", ", By.Where(one => one.Count > 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Count:N0} by {one.Constraint}"))));

    private static IEnumerable<TrialParameters> Examples(ConfigurationSpace space, long seed, int count) =>
        Enumerable.Range(0, count).Select(index =>
            space.Count <= count ? space.At(index) : space.Draw(SeededRandom.For(seed, "examples", index)));
}
