using VggSweep.Core;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Telemetry;

/// <summary>What becomes of an attempt, for people: its series, its spans and its log.</summary>
internal sealed class AttemptWatch(WorkerTelemetry worker, LeaseMeter meter, AttemptTrace trace, TrialLog log) : IDisposable
{
    public void Begun(Lease lease, string where) =>
        log.Write(
            $"{lease.Key.Sweep}/{lease.Key.Trial}: lease {lease.Key.Fence} on {where}; {lease.Done} of "
            + $"{lease.Parameters.Epochs} epochs recorded; {lease.Numerics.Describe()}");

    public void Started(TrainerEvent.Started started)
    {
        trace.TookAll("data");
        log.Write(
            $"training starts after {started.Epoch} epochs and {started.Step} steps; {started.Parameters:N0} "
            + $"parameters{(started.Path is null ? "" : $", in {started.Path}")}");
    }

    /// <summary>A line of the trainer's standard error: a native library's complaint, or its last words.</summary>
    public void Said(string line) => log.Write($"trainer: {line}");

    public void Warn(string message) => log.Write($"warning: {message}");

    public void Trained(EpochRecord record)
    {
        meter.Recorded(record);
        trace.Took("epoch", TimeSpan.FromSeconds(record.Seconds), record.Epoch);
        log.Write(
            $"epoch {record.Epoch}: train loss {record.TrainLoss:0.0000}, {record.TrainAccuracy:P2}; validation loss "
            + $"{record.ValidationLoss:0.0000}, {record.ValidationAccuracy:P2}; {record.Seconds:0.0} s");
    }

    public void Recorded(int epoch, TimeSpan took) => trace.Took("record", took, epoch);

    public void Saved(CheckpointReference checkpoint, double seconds)
    {
        worker.Saved(checkpoint.Bytes, seconds);
        trace.Took("checkpoint", TimeSpan.FromSeconds(seconds), checkpoint.Epoch);
        log.Write($"checkpoint {Path.GetFileName(checkpoint.Path)}: {AmountText.OfBytes(checkpoint.Bytes)} in {seconds:0.00} s");
    }

    public void Uploaded(CheckpointReference checkpoint, TimeSpan took)
    {
        worker.Uploaded(checkpoint.Bytes, took.TotalSeconds);
        trace.Took("upload", took, checkpoint.Epoch);
    }

    public void Ended(TrialOutcome outcome)
    {
        trace.End(outcome);
        log.Write($"ended: {outcome.Describe()}");
    }

    public void Dispose()
    {
        meter.Dispose();
        log.Dispose();
    }
}
