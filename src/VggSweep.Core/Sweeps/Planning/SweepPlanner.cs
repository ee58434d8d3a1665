using VggSweep.Core.Search;
using VggSweep.Core.Search.Random;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Makes one plan.</summary>
internal sealed class SweepPlanner(SweepSpec spec, PlanConditions conditions)
{
    private const int KeptCheckpoints = 2;

    private readonly TrialPlanner planner = new(spec, conditions);
    private readonly int slots = Math.Min(conditions.Slots, spec.Limits.Slots ?? conditions.Slots);

    public SweepPlan Plan(CancellationToken cancellation)
    {
        var trials = new List<PlannedTrial>();
        foreach (var trial in Propose())
        {
            cancellation.ThrowIfCancellationRequested();
            trials.Add(trial);
        }

        var admitted = trials.Where(trial => trial.Admitted).ToList();
        var groups = GeometryGroup.Of(trials.Select(trial =>
        {
            var (shape, key) = planner.NetworkOf(trial.Parameters);
            return (trial.Trial, trial.Parameters, shape, key);
        }));
        var (total, epochs) = Rehearsal.Run(spec, admitted, slots, cancellation);
        return new SweepPlan(spec, trials, groups, slots, planner.IsGuess, total, DiskBytes(admitted))
        {
            EndEarly = admitted.Count(trial => epochs[trial.Trial] < trial.Parameters.Epochs),
            Warnings = new Effects(spec).Warnings(trials),
            TrainingMacs = admitted.Sum(trial => TrialMacs(trial, epochs[trial.Trial])),
        };
    }

    public IEnumerable<PlannedTrial> Propose()
    {
        var sampler = SamplerOf(spec);
        for (var index = 0; sampler.Propose(index, SearchHistory.Empty) is { } proposal; index++)
        {
            yield return planner.Plan(index + 1, proposal.Parameters);
        }
    }

    /// <summary>Where results decide, nobody knows yet what will be tried: independent draws stand for it.</summary>
    private static ISampler SamplerOf(SweepSpec spec) => Samplers.For(spec) is { IsAdaptive: false } sampler ? sampler : new RandomSampler(spec);

    /// <summary>Only a trial that is complete sees the test images.</summary>
    private double TrialMacs(PlannedTrial trial, int epochs) => epochs == trial.Parameters.Epochs
        ? trial.Cost.TrainingMacs
        : epochs * TrainingCost.EpochMacs(trial.Cost.Macs, spec.Training);

    /// <summary>What is paused keeps its checkpoints as what runs does.</summary>
    private long DiskBytes(List<PlannedTrial> trials) =>
        trials.Sum(trial => trial.Cost.WeightBytes)
        + trials.Select(trial => KeptCheckpoints * trial.Cost.CheckpointBytes).OrderDescending()
            .Take(spec.Scheduler.MayPause() ? trials.Count : slots).Sum();
}
