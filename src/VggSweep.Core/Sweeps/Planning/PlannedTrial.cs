namespace VggSweep.Core.Sweeps.Planning;

/// <summary>A trial before it is run.</summary>
/// <param name="Trial">From 1.</param>
/// <param name="Cost">When it runs all its epochs.</param>
/// <param name="Admitted">Whether its memory is within a slot's.</param>
/// <param name="Reason">The figures behind <paramref name="Admitted"/>.</param>
public sealed record PlannedTrial(int Trial, TrialParameters Parameters, TrialCost Cost, bool Admitted, string Reason);

/// <summary>What a trial takes.</summary>
/// <param name="Params">Learned values.</param>
/// <param name="Macs">One image forward.</param>
/// <param name="TrainingMacs">The whole trial, see <see cref="TrainingCost"/>.</param>
/// <param name="PeakBytes">Estimated greatest memory of its process.</param>
/// <param name="WeightBytes">The file that is kept after its end.</param>
/// <param name="CheckpointBytes">One checkpoint: weights, and momentum if there is any. Two are kept while it runs.</param>
/// <param name="PredictedSeconds">On one slot.</param>
public sealed record TrialCost(
    long Params, long Macs, double TrainingMacs, long PeakBytes, long WeightBytes, long CheckpointBytes, double PredictedSeconds);
