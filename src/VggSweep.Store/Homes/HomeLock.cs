using System.Globalization;
using System.Text.Json;

namespace VggSweep.Store;

/// <summary>
/// The right to write to a home: an operating-system lock on its file <c>lock</c>, which ends with the process however
/// that ends. The file <c>holder.json</c> beside it says who holds it: what is locked cannot be read.
/// </summary>
public sealed class HomeLock : IDisposable
{
    private const int TakenByAnother = 11; // EWOULDBLOCK, from flock

    private readonly FileStream file;
    private readonly DateTimeOffset since;

    private HomeLock(string home, FileStream file, DateTimeOffset since) => (Home, this.file, this.since) = (home, file, since);

    /// <summary>The home's folder, absolute.</summary>
    public string Home { get; }

    /// <summary>Makes the home's folder if it is missing.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="what">The sweep, for the one who finds the home taken.</param>
    /// <param name="now">Likewise.</param>
    /// <exception cref="StoreProblemException">The home is in use, or cannot be written to.</exception>
    public static HomeLock Take(string home, string what, DateTimeOffset now)
    {
        home = Path.GetFullPath(home);
        var path = Path.Combine(home, "lock");
        try
        {
            Directory.CreateDirectory(home);
            var taken = new HomeLock(home, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), now);
            taken.NoteOrLeave(what);
            return taken;
        }
        catch (IOException exception) when (exception.HResult == TakenByAnother)
        {
            throw new StoreProblemException(
                StoreProblemKind.InUse,
                $"{home} is in use{Holder(home)}; wait for it, or name another home with --home.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreProblemException.Recognize(exception, home)
                ?? new StoreProblemException(
                    StoreProblemKind.ReadOnly,
                    $"{home} cannot be a home: {exception.Message.TrimEnd('.')}; name another with --home.", exception);
        }
    }

    /// <summary>Whether some process holds the home; reading needs no right to write there.</summary>
    public static bool IsHeld(string home)
    {
        try
        {
            // A shared lock, for a moment.
            using var file = new FileStream(Path.Combine(home, "lock"), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException exception)
        {
            return exception.HResult == TakenByAnother;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // Whose lock may not even be read, his rows are believed.
        }
    }

    /// <summary>Says for what the lock is held.</summary>
    public void Note(string what)
    {
        // Renamed into place, so that nobody reads half of it.
        var path = HolderOf(Home);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(new HomeHolder(Environment.ProcessId, what, since)));
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Dispose() => file.Dispose();

    /// <summary>Some network file systems take every lock: there the second of ours is given too.</summary>
    private void RequireLocks()
    {
        try
        {
            using var second = new FileStream(file.Name, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == TakenByAnother)
        {
            return;
        }

        throw new StoreProblemException(
            StoreProblemKind.NoLocks,
            $"{Home}: its file system does not support locks, and two runs could overwrite each other; name a home on a "
            + "local disk with --home.");
    }

    private void NoteOrLeave(string what)
    {
        try
        {
            RequireLocks();
            Note(what);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static string HolderOf(string home) => Path.Combine(home, "holder.json");

    private static string Holder(string home)
    {
        try
        {
            return JsonSerializer.Deserialize<HomeHolder>(File.ReadAllText(HolderOf(home))) is { } holder
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" by process {holder.Pid} (sweep {holder.Sweep}, since {holder.Since:yyyy-MM-dd HH:mm:ss} UTC)")
                : "";
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return "";
        }
    }
}

internal sealed record HomeHolder(int Pid, string Sweep, DateTimeOffset Since);
