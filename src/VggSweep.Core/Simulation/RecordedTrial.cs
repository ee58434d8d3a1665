using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>A trial that was trained, with its learning curve.</summary>
/// <param name="Params">Learned values of its network.</param>
/// <param name="Macs">Multiply-accumulates of one image forward.</param>
/// <param name="Epochs">In their order, from the first.</param>
public sealed record RecordedTrial(
    TrialParameters Parameters, TrainingSpec Training, long Params, long Macs, IReadOnlyList<EpochRecord> Epochs)
{
    /// <summary>Whether its curve has all epochs.</summary>
    public bool IsComplete => Epochs.Count == Parameters.Epochs;
}
