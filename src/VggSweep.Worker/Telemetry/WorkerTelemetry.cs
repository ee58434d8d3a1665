using System.Diagnostics.Metrics;
using VggSweep.Core.Leases;
using VggSweep.Core.Telemetry;
using VggSweep.Worker.Slots;

namespace VggSweep.Worker.Telemetry;

/// <summary>What a worker measures of itself, and what it keeps of each attempt.</summary>
internal sealed class WorkerTelemetry : IDisposable
{
    private readonly Meter meter = new("VggSweep.Worker");
    private readonly NumberedMeters numbered = new(Metrics.LeaseMeter);
    private readonly WorkerIdentity worker;
    private readonly KeyValuePair<string, object?> tag;
    private readonly Histogram<double> sizes;
    private readonly Histogram<double> durations;

    public WorkerTelemetry(WorkerIdentity worker, SlotBoard board)
    {
        this.worker = worker;
        tag = new(Metrics.Worker, worker.Options.Name);
        sizes = meter.Histogram(Metrics.CheckpointSize);
        durations = meter.Histogram(Metrics.CheckpointDuration);
        meter.Observe(Metrics.WorkerSlots, () =>
        {
            var busy = board.Busy.Count;
            return [new(busy, tag, new(Metrics.State, "busy")), new(worker.Options.Slots - busy, tag, new(Metrics.State, "free"))];
        });
        meter.Observe(Metrics.WorkerInfo, () => worker.Newest?.Numerics is { } numerics
            ? [new(1, tag, new(Metrics.Device, numerics.Device),
            new(Metrics.Driver, $"libtorch {numerics.Libtorch} {numerics.InstructionSet}"))]
            : []);
        meter.Observe(Metrics.DiskFree, () => Disks(disk => disk.AvailableFreeSpace));
        meter.Observe(Metrics.DiskSize, () => Disks(disk => disk.TotalSize));
    }

    /// <summary>Dispose it with the lease.</summary>
    public LeaseMeter Follow(LeaseKey lease) => new(numbered, lease);

    public void Saved(long bytes, double seconds) => Wrote("save", bytes, seconds);

    public void Uploaded(long bytes, double seconds) => Wrote("upload", bytes, seconds);

    public void Dispose()
    {
        numbered.Dispose();
        meter.Dispose();
    }

    private void Wrote(string operation, long bytes, double seconds)
    {
        sizes.Record(bytes, new KeyValuePair<string, object?>(Metrics.Operation, operation));
        durations.Record(seconds, new KeyValuePair<string, object?>(Metrics.Operation, operation));
    }

    private IEnumerable<Measurement<double>> Disks(Func<DriveInfo, long> value)
    {
        (string Name, string? Path)[] folders = [("files", worker.Options.FilesFolder), ("scratch", worker.Options.ScratchFolder)];
        return folders.Where(folder => folder.Path is not null)
            .Select(folder => new Measurement<double>(value(new DriveInfo(folder.Path!)), tag, new(Metrics.Folder, folder.Name)));
    }
}
