namespace VggSweep.Store;

/// <summary>A planned trial on its way into the store.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Spec">Its resolved form.</param>
/// <param name="Macs">Of one image forward.</param>
/// <param name="MemoryBytes">Predicted peak memory.</param>
public sealed record NewTrial(
    int Number, string Spec, string Identity, double? PredictedSeconds, long Macs, long Params, long MemoryBytes);
