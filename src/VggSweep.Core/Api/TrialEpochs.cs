using VggSweep.Core.Trials;

namespace VggSweep.Core.Api;

/// <summary>The recorded epochs of one trial, in their order.</summary>
public sealed record TrialEpochs(int Trial, IReadOnlyList<EpochRecord> Epochs);
