using System.Globalization;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Scheduling.TopK;
using VggSweep.Core.Search;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.SearchBench;

/// <summary>
/// Searches over recorded curves on one slot. The cost-adjusted regret at a budget is how far the mean over seeds of the
/// configuration that would be chosen then is below the best one's, plus the price of what was spent.
/// </summary>
/// <param name="points">Points of accuracy, in %, that all cells trained once with one seed are worth: the price.</param>
internal sealed class CurvesBench(IReadOnlyList<RecordedTrial> trials, double points)
{
    /// <summary>Of the cost of training every cell to its end once.</summary>
    private static readonly double[] Budgets = [0.1, 0.2, 0.4, 0.8];

    private static readonly PlanConditions OneSlot = new(1, null, []);

    private readonly RecordedCurves curves = new(trials);
    private readonly SweepSpec spec = SpecOf(trials);

    public IEnumerable<string> Run(int seeds)
    {
        var planner = new TrialPlanner(spec, OneSlot);
        var space = new ConfigurationSpace(spec);
        var cells = Enumerable.Range(0, (int)space.Count!.Value).Select(number => planner.Plan(number + 1, space.At(number))).ToList();
        var all = cells.Sum(cell => cell.Cost.PredictedSeconds);
        var price = points / 100 / all;
        return Methods(price).SelectMany(method => Enumerable.Range(0, seeds).SelectMany(seed =>
        {
            var seeded = method.Spec with { Search = method.Spec.Search with { Seed = seed, MaxTrials = cells.Count } };
            var result = VirtualSweep.Run(seeded, planner, curves.Rotated(seed), OneSlot.Slots);
            return Budgets.Select(budget => string.Create(
                CultureInfo.InvariantCulture,
                $"{method.Name},price {points:0.##},{seed},{100 * budget:0} %,{100 * Regret(result, budget * all, price, cells):R}"));
        }));
    }

    /// <summary>The recorded cells as points of the unit cube, with the results of their seeds, in %.</summary>
    public IReadOnlyList<(double[] Place, double[] Results)> Cells()
    {
        double Place<T>(Func<TrialParameters, T> value, TrialParameters trial)
        {
            var levels = trials.Select(one => value(one.Parameters)).Distinct().Order().ToList();
            return levels.IndexOf(value(trial)) / (levels.Count - 1.0);
        }

        return
        [
            .. trials.GroupBy(trial => trial.Parameters with { Seed = 0 }).Select(cell => (
                new[] { Place(one => one.Width, cell.Key), Place(one => one.Resolution, cell.Key), Place(one => one.Lr, cell.Key) },
                cell.Select(trial => 100 * spec.Objective.ValueOf(trial.Epochs[^1])).ToArray())),
        ];
    }

    private IEnumerable<(string Name, SweepSpec Spec)> Methods(double price)
    {
        var gittins = new GaussianProcessSpec { Acquisition = Acquisition.Gittins, Worth = price, Per = TimeSpan.FromSeconds(1) };
        var perCost = new GaussianProcessSpec { Acquisition = Acquisition.ImprovementPerCost };
        yield return Method("random", new RandomSpec(), new RunToEndSpec());
        yield return Method("topK", new RandomSpec(), new TopKSpec());
        yield return Method("asha", new RandomSpec(), new AshaSpec());
        yield return Method("tpe", new TpeSpec(), new RunToEndSpec());
        yield return Method("tpe asha", new TpeSpec(), new AshaSpec());
        yield return Method("gp", new GaussianProcessSpec(), new RunToEndSpec());
        yield return Method("gp per cost", perCost, new RunToEndSpec());
        yield return Method("gittins", gittins, new RunToEndSpec());
        yield return Method("gittins asha", gittins, new AshaSpec());
        yield return Method("tpe topK", new TpeSpec(), new TopKSpec());
        yield return Method("gp topK", new GaussianProcessSpec(), new TopKSpec());
        yield return Method("gittins topK", gittins, new TopKSpec());
    }

    private (string Name, SweepSpec Spec) Method(string name, SamplerSpec sampler, SchedulerSpec scheduler) =>
        (name, spec with { Scheduler = scheduler, Search = new SearchSpec { Sampler = sampler } });

    private double Regret(VirtualResult result, double budget, double price, List<PlannedTrial> cells)
    {
        var newest = new Dictionary<VirtualTrial, VirtualReport>();
        foreach (var report in result.Reports.TakeWhile(report => report.DeviceSeconds <= budget))
        {
            newest[report.Trial] = report;
        }

        double Mean(PlannedTrial trial) => curves.Mean(trial.Parameters, spec.Objective);
        var chosen = newest.Values.OrderByDescending(report => report.Record.Epoch == report.Trial.Planned.Parameters.Epochs)
            .ThenByDescending(report => spec.Objective.ValueOf(report.Record)).FirstOrDefault();

        // Before anything is known, any cell is as good as another.
        var reached = chosen is null ? cells.Average(Mean) : Mean(chosen.Trial.Planned);
        return cells.Max(Mean) - reached + (price * Math.Min(budget, result.DeviceSeconds));
    }

    /// <summary>The grid that the curves hold.</summary>
    private static SweepSpec SpecOf(IReadOnlyList<RecordedTrial> trials)
    {
        ParameterSpace Space(string key, Func<TrialParameters, object> value) => new ParameterSpace.Values(
            key, [.. trials.Select(trial => value(trial.Parameters)).Distinct().Order()]);
        return new SweepSpec
        {
            Name = "curves",
            Base = trials[0].Parameters,
            Training = trials[0].Training,
            Parameters =
            [
                Space("width", trial => (long)trial.Width!.Value), Space("resolution", trial => (long)trial.Resolution),
                Space("lr", trial => trial.Lr),
            ],
        };
    }
}
