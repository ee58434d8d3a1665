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
public abstract record AttemptEnd
{
    private AttemptEnd()
    {
    }

    public sealed record Completed(double TestLoss, double TestAccuracy, CheckpointReference Weights, long PeakBytes) : AttemptEnd;

    /// <summary>As asked, at this place.</summary>
    public sealed record Stopped(int Epoch, int Step) : AttemptEnd;

    public sealed record Diverged(int Epoch, int Step) : AttemptEnd;

    public sealed record OutOfMemory(string Message) : AttemptEnd;

    /// <param name="DiskFull">The message is about a full disk: every other trial would meet it too.</param>
    public sealed record Faulted(string Message, bool DiskFull) : AttemptEnd;
}
