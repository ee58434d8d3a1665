using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Says what a trial of a sweep costs, and whether it fits.</summary>
public sealed class TrialPlanner(SweepSpec spec, PlanConditions conditions)
{
    private const long Float = 4;

    /// <summary>Networks that are kept, some kilobytes each.</summary>
    private const int MostNetworks = 2_000;

    private readonly SecondsModel seconds = new(conditions.History, conditions.Calibration);

    /// <summary>A sweep has few networks and many trials.</summary>
    private readonly Dictionary<TrialParameters, (NetworkShape Shape, string Key)> networks = [];

    /// <summary>Whether the seconds rest on no measurement of this machine.</summary>
    public bool IsGuess => seconds.IsGuess;

    /// <param name="number">From 1.</param>
    public PlannedTrial Plan(int number, TrialParameters trial)
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

    private (bool Admitted, string Reason) Admission(long peakBytes, bool isChanged, int? microBatch)
    {
        var needs = $"needs about {AmountText.OfBytes(peakBytes)}";
        if (conditions.SlotBytes is not { } limit)
        {
            return (true, $"{needs}; the memory of a slot is unknown");
        }

        var had = AmountText.OfBytes(limit);
        return (isChanged, peakBytes <= limit) switch
        {
            (true, _) => (
                false,
                $"{needs}, but a slot has {had}, and batch normalization over micro-batches would change its result: "
                + "lower batchSize, width or resolution"),
            (_, true) => (true, $"{needs} of a slot's {had}{(microBatch is null ? "" : $", in micro-batches of {microBatch}")}"),
            _ => (false, $"{needs}, but a slot has {had}: lower batchSize, width or resolution"),
        };
    }

    /// <returns>The trial's network, and what is equal where networks differ in nothing but cost.</returns>
    internal (NetworkShape Shape, string Key) NetworkOf(TrialParameters trial)
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
            if (networks.Count >= MostNetworks)
            {
                networks.Clear();
            }

            networks[key] = network = (shape, shape.GeometryKey);
        }

        return network;
    }
}
