using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Opens homes for the commands.</summary>
internal static class Homes
{
    public static SweepStore Read(string folder) => SweepStore.OpenToRead(folder, TimeProvider.System);

    /// <summary>Takes the home, making it where there is none.</summary>
    /// <exception cref="CommandFailure">Its sweeps are there and its database is not: a new one would overwrite them.</exception>
    public static TakenHome Take(HomeFolder folder, string what)
    {
        if (!folder.HasDatabase && folder.HasSweeps)
        {
            throw new CommandFailure(
                ExitCode.NoInput,
                $"{folder.Root}: the database is missing, though {folder.Sweeps} has files of sweeps; bring it back from a backup, or name another home with --home.");
        }

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
    public static TakenHome TakeExisting(HomeFolder folder, string what) => folder.HasDatabase || folder.HasSweeps
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
