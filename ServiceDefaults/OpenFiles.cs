namespace VggSweep.ServiceDefaults;

/// <summary>The limit of open files. Below it the runtime ends with "Out of memory.", or misses its own libraries.</summary>
public static class OpenFiles
{
    /// <summary>A run on two slots has 260 open, each library twice; more slots, requests and silos add to that.</summary>
    private const ulong Least = 512;

    /// <summary>Says so where the limit is too low; the program should end then, with 69.</summary>
    /// <remarks>The runtime has raised the soft limit to the hard one by now.</remarks>
    public static bool AreEnough()
    {
        if (Posix.GetLimit(Posix.OpenFiles, out var limit) != 0 || limit.Soft >= Least)
        {
            return true;
        }

        Console.Error.WriteLine(
            $"At most {limit.Soft} files may be open at once, and VggSweep needs {Least}; raise the limit with "
            + "`ulimit -n 4096`, or LimitNOFILE=4096 in systemd.");
        return false;
    }
}
