using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>A trial of a virtual sweep.</summary>
public sealed class VirtualTrial(PlannedTrial planned)
{
    public PlannedTrial Planned => planned;

    /// <summary>Epochs that it was trained.</summary>
    public int Epochs => Newest?.Epoch ?? 0;

    public EpochRecord? Newest { get; internal set; }

    /// <summary>Whether it was trained to its end.</summary>
    public bool IsComplete => Epochs == planned.Parameters.Epochs;

    /// <summary>Seconds on a slot for so many epochs; the test images are seen after the last one.</summary>
    internal double Seconds(int epochs) => planned.Cost.PredictedSeconds * epochs / planned.Parameters.Epochs;
}
