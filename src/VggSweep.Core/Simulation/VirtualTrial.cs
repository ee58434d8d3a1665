using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>A trial of a virtual sweep.</summary>
public sealed class VirtualTrial(PlannedTrial planned, TrainingSpec training)
{
    private readonly ScheduledTrial scheduled = ScheduledTrial.Of(
        planned.Trial, new TrialSpec(planned.Parameters, training), planned.Cost.Macs, planned.Cost.PredictedSeconds);

    public PlannedTrial Planned => planned;

    /// <summary>Epochs that it was trained.</summary>
    public int Epochs => Newest?.Epoch ?? 0;

    public EpochRecord? Newest { get; internal set; }

    /// <summary>Whether it was trained to its end.</summary>
    public bool IsComplete => Epochs == planned.Parameters.Epochs;

    /// <summary>Seconds on a slot for so many further epochs; the test images are seen after the last one.</summary>
    internal double Seconds(int epochs) => (epochs * scheduled.EpochSeconds)
        + (Epochs + epochs == planned.Parameters.Epochs ? scheduled.EndSeconds : 0);

    /// <summary>Of those seconds, what the records of the epochs say: without the test images.</summary>
    internal double RecordedSeconds(int epochs) => epochs * scheduled.EpochSeconds;
}
