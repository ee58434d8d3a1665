using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Opens homes for the commands.</summary>
internal static class Homes
{
    public static SweepStore Read(string folder) => SweepStore.OpenToRead(folder, TimeProvider.System);

    /// <summary>Locks the home, and creates it if needed.</summary>
    /// <exception cref="CommandFailure">Its sweeps are there and its database is not: a new one would overwrite them.</exception>
    public static TakenHome Take(HomeFolder folder, string what)
    {
        if (!folder.HasDatabase && folder.HasSweeps)
        {
            throw new CommandFailure(
                ExitCode.NoInput,
                $"{folder.Root}: the database is missing, but {folder.Sweeps} has files of sweeps; restore it from a "
                + "backup, or choose another home with --home.");
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

    /// <summary>Locks a home that must exist.</summary>
    public static TakenHome TakeExisting(HomeFolder folder, string what) => folder.HasDatabase || folder.HasSweeps
        ? Take(folder, what)
        : throw new CommandFailure(ExitCode.NoInput, $"{folder.Root}: no home here; `vggsweep run` creates one, --home selects another.");
}

/// <summary>A home that this process may write to.</summary>
internal sealed record TakenHome(HomeLock Lock, SweepStore Store) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Lock.Dispose();
    }
}
