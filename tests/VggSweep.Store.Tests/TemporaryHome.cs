using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <summary>A home of its own with a store that writes, and one sweep in it.</summary>
internal sealed class TemporaryHome : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-store-").FullName;

    public TemporaryHome()
    {
        Lock = HomeLock.Take(Path, "tests", DateTimeOffset.UnixEpoch);
        Store = SweepStore.Open(Lock, Time);
    }

    public static readonly Numerics Numerics = new("cpu", "avx2", "2.10", 1, "fp32");

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000));

    /// <summary>With what a connection string would take for its own.</summary>
    public string Path => System.IO.Path.Combine(folder, "my home; Mode=ReadOnly");

    public HomeLock Lock { get; }

    public SweepStore Store { get; private set; }

    public async Task<string> SweepAsync(int trials = 1, int epochs = 3) => await Store.CreateSweepAsync(
        "tests", "name: tests", null, priority: 0, [.. Enumerable.Range(1, trials).Select(number => new NewTrial(number, $"{{\"epochs\":{epochs}}}", $"identity-{number}", 1.5, 1000, 10, 0))]);

    /// <summary>Leases for a time that nobody waits for.</summary>
    public Task<LeasedTrial?> LeaseAsync(string sweep, int trial, long fence, string worker, Numerics? offered = null) =>
        Store.LeaseAsync(sweep, trial, fence, worker, TimeSpan.FromSeconds(30), offered ?? Numerics);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = SweepStore.Open(Lock, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Lock.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static EpochRecord Epoch(int epoch, double loss = 0.5) => new(epoch, loss, 0.8, 0.6, 0.75, 1.25);

    public static CheckpointReference Checkpoint(int epoch, int step, long fence) =>
        new(epoch, step, fence, $"sweeps/{epoch}-{step}-{fence}.safetensors", "hash", 10);
}
