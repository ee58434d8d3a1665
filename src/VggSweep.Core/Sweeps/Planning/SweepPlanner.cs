using VggSweep.Core.Search;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Training;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Makes one plan.</summary>
internal sealed class SweepPlanner(SweepSpec spec, PlanConditions conditions)
{
    /// <summary>Of constraints; they take seconds at most.</summary>
    private const int MostExamined = 10_000;

    /// <summary>Trials of a search whose range its own sampler predicts, and one whose range draws predict.</summary>
    private const int MostModelled = 50;
    private const int MostDrawn = 1_000;

    /// <summary>Of all simulated searches together.</summary>
    private const int ModelledTrials = 300;
    private const int LeastRuns = 6;
    private const int MostRuns = 20;

    private readonly TrialPlanner planner = new(spec, conditions);
    private readonly int slots = Math.Min(conditions.Slots, spec.Limits.Slots ?? conditions.Slots);

    public SweepPlan Plan(int most, CancellationToken cancellation)
    {
        var (trials, count) = (new List<PlannedTrial>(), new Proposer(spec).Count);
        var step = count is { } all ? (int)Math.Max(1, (all + most - 1) / most) : 1;
        foreach (var trial in Propose(step))
        {
            cancellation.ThrowIfCancellationRequested();
            trials.Add(trial);
        }

        // Constraints leave fewer than a large space has combinations.
        count = Math.Min(count ?? long.MaxValue, (long)trials.Count * step);

        var admitted = trials.Where(trial => trial.Admitted).ToList();
        var groups = GeometryGroup.Of(trials.Select(trial =>
        {
            var (shape, key) = planner.NetworkOf(trial.Parameters);
            return (trial.Trial, trial.Parameters, shape, key);
        }));
        var rehearsal = Rehearse(admitted, count.Value, cancellation);
        var scale = (double)count / Math.Max(1, trials.Count);
        var share = HasBudget(count.Value) ? 1 : scale;
        return new SweepPlan(
            spec, trials, groups, slots, planner.IsGuess, rehearsal.Seconds * share, (long)(DiskBytes(admitted) * scale))
        {
            Count = count.Value,
            Exclusions = spec.Constraints.Count == 0 ? null : Exclusions.Of(spec, MostExamined),
            EndEarly = (int)(rehearsal.Trials.Count(trial => !trial.IsComplete) * share),
            Warnings = new Effects(spec).Warnings(trials),
            TrainingMacs = rehearsal.Trials.Sum(trial => TrainingCost.Spent(trial.Planned, spec.Training, trial.Epochs)) * share,
            WithinBudget = HasBudget(count.Value) ? rehearsal.Trials.Count : null,
            Range = RangeOf(cancellation),
        };
    }

    /// <summary>Whether the plan looks at a budget. It would have to rehearse every trial of a very large sweep.</summary>
    private bool HasBudget(long count) => spec.Search.Budget is not null && count <= SweepPlan.MostTrials;

    private VirtualResult Rehearse(List<PlannedTrial> admitted, long count, CancellationToken cancellation)
    {
        var ranks = new RandomRanks(spec.Search.Seed);
        var drawn = new Proposer(spec).IsAdaptive ? spec with { Search = spec.Search with { Sampler = new RandomSpec() } } : spec;
        return HasBudget(count)
            ? VirtualSweep.Run(drawn, planner, ranks, slots, cancellation)
            : VirtualSweep.Run(spec with { Search = spec.Search with { Budget = null } }, admitted, ranks, slots, cancellation);
    }

    /// <summary>
    /// Over seeds on parametric curves. A plan must not take as long as the models of a long search do: draws stand for those.
    /// </summary>
    private Spread? RangeOf(CancellationToken cancellation)
    {
        if (!new Proposer(spec).IsAdaptive || spec.Search.MaxTrials is not { } trials || trials > MostDrawn)
        {
            return null;
        }

        var sampler = trials > MostModelled ? new RandomSpec() : spec.Search.Sampler;
        var runs = trials > MostModelled ? MostRuns : Math.Clamp(ModelledTrials / trials, LeastRuns, MostRuns);
        return Spread.Of(Enumerable.Range(0, runs).Select(run => VirtualSweep.Run(
            spec with { Search = spec.Search with { Sampler = sampler, Seed = spec.Search.Seed + run } },
            planner, new PowerLawCurves(spec, run), slots, cancellation).Seconds));
    }

    /// <param name="step">One in so many.</param>
    public IEnumerable<PlannedTrial> Propose(int step = 1)
    {
        var sampler = SamplerOf(spec);
        for (var index = 0; sampler.Propose(index, SearchHistory.Empty) is { } proposal; index += step)
        {
            yield return planner.Plan(index + 1, proposal.Parameters);
        }
    }

    /// <summary>Where results decide, nobody knows yet what will be tried: independent draws stand for it.</summary>
    private static ISampler SamplerOf(SweepSpec spec) =>
        Samplers.For(spec) is { IsAdaptive: false } sampler ? sampler : new RandomSampler(spec);

    /// <summary>What is paused keeps its checkpoints as what runs does.</summary>
    private long DiskBytes(List<PlannedTrial> trials) =>
        trials.Sum(trial => trial.Cost.WeightBytes)
        + trials.Select(trial => SweepLayout.KeptCheckpoints * trial.Cost.CheckpointBytes).OrderDescending()
            .Take(spec.Scheduler.MayPause() ? trials.Count : slots).Sum();
}
