using VggSweep.Core.Networks;
using VggSweep.Core.Search;
using VggSweep.Core.Training;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Makes one plan.</summary>
internal sealed class SweepPlanner(SweepSpec spec, PlanConditions conditions)
{
    private const long Float = 4;

    private readonly ISampler sampler = Samplers.For(spec);
    private readonly SecondsModel seconds = new(conditions.History, conditions.Calibration);
    private readonly int slots = Math.Min(conditions.Slots, spec.Limits.Slots ?? conditions.Slots);

    /// <summary>A sweep has few networks and many trials.</summary>
    private readonly Dictionary<TrialParameters, (NetworkShape Shape, string Key)> networks = [];

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
            var (shape, key) = NetworkOf(trial.Parameters);
            return (trial.Trial, trial.Parameters, shape, key);
        }));
        var (total, epochs) = Rehearsal.Run(spec, admitted, slots, cancellation);
        return new SweepPlan(spec, trials, groups, slots, seconds.IsGuess, total, DiskBytes(admitted))
        {
            EndEarly = admitted.Count(trial => epochs[trial.Trial] < trial.Parameters.Epochs),
            Warnings = new Effects(spec).Warnings(trials),
            TrainingMacs = admitted.Sum(trial => TrialMacs(trial, epochs[trial.Trial])),
        };
    }

    public IEnumerable<PlannedTrial> Propose()
    {
        for (var index = 0; sampler.Propose(index) is { } proposal; index++)
        {
            yield return Planned(index + 1, proposal);
        }
    }

    private PlannedTrial Planned(int number, TrialParameters trial)
    {
        var shape = NetworkOf(trial).Shape;
        var hasMomentum = trial.Momentum > 0;
        var macs = TrainingCost.TrialMacs(shape.Macs, spec.Training, trial.Epochs);
        var weights = shape.Params * Float;
        var images = TrialMemory.LargestMicroBatch(shape, trial, conditions.SlotBytes ?? long.MaxValue, conditions.OnDevice);
        var isChanged = trial.BatchNorm && images < trial.BatchSize;
        var cost = new TrialCost(
            shape.Params,
            shape.Macs,
            macs,
            TrialMemory.PeakBytes(shape, trial, isChanged ? trial.BatchSize : images ?? 1, conditions.OnDevice),
            weights,
            hasMomentum ? 2 * weights : weights,
            seconds.Predict(shape, trial, macs));
        var (admitted, reason) = Admission(cost.PeakBytes, isChanged, images < trial.BatchSize ? images : null);
        return new PlannedTrial(number, trial, cost, admitted, reason);
    }

    /// <summary>Only a trial that is complete sees the test images.</summary>
    private double TrialMacs(PlannedTrial trial, int epochs) => epochs == trial.Parameters.Epochs
        ? trial.Cost.TrainingMacs
        : epochs * TrainingCost.EpochMacs(trial.Cost.Macs, spec.Training);

    private (bool Admitted, string Reason) Admission(long peakBytes, bool isChanged, int? microBatch) => conditions.SlotBytes switch
    {
        { } limit when isChanged => (false, $"needs about {AmountText.OfBytes(peakBytes)}, but a slot has {AmountText.OfBytes(limit)}, and batch normalization over micro-batches would change its result: lower batchSize, width or resolution"),
        { } limit when peakBytes <= limit && microBatch is not null => (true, $"needs about {AmountText.OfBytes(peakBytes)} of a slot's {AmountText.OfBytes(limit)}, in micro-batches of {microBatch}"),
        null => (true, $"needs about {AmountText.OfBytes(peakBytes)}; the memory of a slot is unknown"),
        { } limit when peakBytes <= limit => (true, $"needs about {AmountText.OfBytes(peakBytes)} of a slot's {AmountText.OfBytes(limit)}"),
        { } limit => (false, $"needs about {AmountText.OfBytes(peakBytes)}, but a slot has {AmountText.OfBytes(limit)}: lower batchSize, width or resolution"),
    };

    private (NetworkShape Shape, string Key) NetworkOf(TrialParameters trial)
    {
        var key = new TrialParameters
        {
            Arch = trial.Arch,
            Blocks = trial.Blocks,
            Width = trial.Width,
            Resolution = trial.Resolution,
            Head = trial.Head,
            Dense = trial.Dense,
            BatchNorm = trial.BatchNorm,
        };
        if (!networks.TryGetValue(key, out var network))
        {
            var result = TrialNetwork.Of(key);
            var shape = result.Value ?? throw new InvalidOperationException($"The spec was not checked: {result.Message}.");
            networks[key] = network = (shape, shape.GeometryKey);
        }

        return network;
    }

    /// <summary>What is paused keeps its checkpoints as what runs does.</summary>
    private long DiskBytes(List<PlannedTrial> trials) =>
        trials.Sum(trial => trial.Cost.WeightBytes)
        + trials.Select(trial => SweepLayout.KeptCheckpoints * trial.Cost.CheckpointBytes).OrderDescending()
            .Take(spec is { Scheduler: SchedulerKind.Asha, Asha.Form: AshaForm.Promotion } ? trials.Count : slots).Sum();
}
