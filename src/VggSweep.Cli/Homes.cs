using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Opens homes for the commands.</summary>
internal static class Homes
{
    public static SweepStore Read(string folder) => SweepStore.OpenToRead(folder, TimeProvider.System);

    /// <summary>Takes the home, making it where there is none.</summary>
    public static TakenHome Take(HomeFolder folder, string what)
    {
        var held = HomeLock.Take(folder.Root, what, TimeProvider.System.GetUtcNow());
        try
        {
            return new TakenHome(held, SweepStore.Open(held, TimeProvider.System));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes a home that must be there.</summary>
    public static TakenHome TakeExisting(HomeFolder folder, string what) => Directory.Exists(folder.Root)
        ? Take(folder, what)
        : throw new CommandFailure(ExitCode.NoInput, $"{folder.Root}: there is no home here; `vggsweep run` makes one, --home names another.");
}

/// <summary>A home that is ours to write to.</summary>
internal sealed record TakenHome(HomeLock Lock, SweepStore Store) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Lock.Dispose();
    }
}
