using Microsoft.Extensions.Time.Testing;

namespace VggSweep.Store.Tests;

/// <summary>A home of its own with a store that writes.</summary>
internal sealed class TemporaryHome : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-store-").FullName;

    public TemporaryHome()
    {
        Lock = HomeLock.Take(Path, "tests", DateTimeOffset.UnixEpoch);
        Store = SweepStore.Open(Lock, Time);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000));

    /// <summary>With what a connection string would take for its own.</summary>
    public string Path => System.IO.Path.Combine(folder, "my home; Mode=ReadOnly");

    public HomeLock Lock { get; }

    public SweepStore Store { get; private set; }

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
}
