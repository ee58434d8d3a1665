using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Simulation;

/// <summary>Repeats virtual sweeps under several seeds, and compares methods on the same curves.</summary>
/// <param name="spec">The sweep.</param>
/// <param name="conditions">What trials cost; its slots are the simulation's.</param>
/// <param name="curvesOf">The curves of a repetition, from 0.</param>
/// <param name="repetitions">Seeds.</param>
public sealed class SearchSimulation(
    SweepSpec spec, PlanConditions conditions, Func<int, ICurves> curvesOf, int repetitions)
{
    /// <summary>Configurations that the best one is looked for among; of larger spaces so many draws.</summary>
    private const int Sampled = 1_000;

    private readonly TrialPlanner planner = new(spec, conditions);
    private readonly ICurves[] curves = [.. Enumerable.Range(0, repetitions).Select(curvesOf)];
    private readonly double[] greatest = new double[repetitions];
    private readonly Lazy<IReadOnlyList<PlannedTrial>> space =
        new(() => SampleOf(spec, new TrialPlanner(spec, conditions)));

    /// <summary>Configurations of the space, all of a small one.</summary>
    public IReadOnlyList<PlannedTrial> Space => space.Value;

    /// <param name="name">Of the method.</param>
    /// <param name="method">The sweep with its sampler and scheduler.</param>
    /// <param name="repeated">Told after each repetition.</param>
    public SimulatedMethod Run(string name, SweepSpec method, Action repeated, CancellationToken cancellation)
    {
        var runs = new List<Figures>();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            runs.Add(Run(method, repetition, cancellation));
            repeated();
        }

        Spread Over(Func<Figures, double> figure) => Spread.Of(runs.Select(figure));
        return new SimulatedMethod(
            name, Over(run => run.Result.Trials.Count), Over(run => run.Result.DeviceSeconds), Over(run => run.Macs),
            Over(run => run.Result.Seconds), Over(run => run.Best), Over(run => run.Regret), runs[0].Result.Finish);
    }

    private Figures Run(SweepSpec method, int repetition, CancellationToken cancellation)
    {
        var seeded = method with { Search = method.Search with { Seed = method.Search.Seed + repetition } };
        var result = VirtualSweep.Run(seeded, planner, curves[repetition], conditions.Slots, cancellation);
        var macs = result.Trials.Sum(trial => TrainingCost.Spent(trial.Planned, spec.Training, trial.Epochs));
        var chosen = result.Chosen(spec.Objective);
        return chosen is null
            ? new Figures(result, macs, double.NaN, double.NaN)
            : new Figures(
                result, macs, spec.Objective.ValueOf(chosen.Newest!),
                Greatest(repetition) - curves[repetition].Truth(chosen.Planned, spec.Objective));
    }

    /// <summary>No search can reach more than the best configuration's mean.</summary>
    private double Greatest(int repetition) => greatest[repetition] is not 0 and var known
        ? known
        : greatest[repetition] = Space.Max(trial => curves[repetition].Truth(trial, spec.Objective));

    private static IReadOnlyList<PlannedTrial> SampleOf(SweepSpec spec, TrialPlanner planner)
    {
        var all = new ConfigurationSpace(spec);
        var random = SeededRandom.For(0, "space sample");
        return
        [
            .. Enumerable.Range(0, (int)Math.Min(all.Count ?? Sampled, Sampled))
                .Select(number => planner.Plan(number + 1, all.Count <= Sampled ? all.At(number) : all.Draw(random))),
        ];
    }

    private sealed record Figures(VirtualResult Result, double Macs, double Best, double Regret);
}
