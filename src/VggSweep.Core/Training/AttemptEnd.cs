using System.Text.Json.Serialization;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Training;

/// <summary>How the trainer itself saw the attempt end; the worker turns it into a <see cref="TrialOutcome"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(Diverged), "diverged")]
[JsonDerivedType(typeof(OutOfMemory), "outOfMemory")]
[JsonDerivedType(typeof(Faulted), "faulted")]
[JsonDerivedType(typeof(MachineFault), "machineFault")]
public abstract record AttemptEnd
{
    private AttemptEnd()
    {
    }

    public sealed record Completed(double TestLoss, double TestAccuracy, CheckpointReference Weights, long PeakBytes) : AttemptEnd;

    /// <summary>As asked, at this place.</summary>
    public sealed record Stopped(int Epoch, int Step) : AttemptEnd;

    public sealed record Diverged(int Epoch, int Step) : AttemptEnd;

    /// <param name="NeededBytes">
    /// Memory that the process had taken, with what it asked for in vain; the greatest number where that is not known.
    /// </param>
    public sealed record OutOfMemory(string Message, long NeededBytes) : AttemptEnd;

    public sealed record Faulted(string Message) : AttemptEnd;

    /// <summary>The machine is at fault: every other trial would meet it too.</summary>
    public sealed record MachineFault(MachineFaultKind Fault, string Message) : AttemptEnd;
}
