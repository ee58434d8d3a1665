namespace VggSweep.TestServers;

/// <summary>Where the servers' programs are: installed, or fetched by <c>build/prepare.sh</c>.</summary>
internal sealed record ServerPrograms(string Folder, string? Fetched)
{
    /// <summary>Set to <c>fetched</c>, it passes over what is installed.</summary>
    private const string Choice = "VGGSWEEP_TEST_SERVERS";

    /// <summary>What the dynamic linker searches; null for installed programs.</summary>
    public string? Libraries => Fetched is null ? null : Path.Combine(Fetched, "usr/lib/x86_64-linux-gnu");

    /// <exception cref="InvalidOperationException">They are nowhere.</exception>
    public static ServerPrograms Postgres() => Find("PostgreSQL", root =>
    {
        var versions = Path.Combine(root, "usr/lib/postgresql");
        return Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
                .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
    });

    /// <exception cref="InvalidOperationException">They are nowhere.</exception>
    public static ServerPrograms Redis() => Find("Redis", root =>
        File.Exists(Path.Combine(root, "usr/bin/redis-server")) ? Path.Combine(root, "usr/bin") : null);

    /// <summary>The same programs where any user can run them: what is fetched lies in a folder that is its owner's alone.</summary>
    /// <param name="folder">An existing folder.</param>
    public ServerPrograms CopyTo(string folder)
    {
        if (Fetched is null)
        {
            return this;
        }

        var copy = Path.Combine(folder, "programs");
        Command.Run("cp", "-a", Fetched, copy);
        return new(Path.Combine(copy, Path.GetRelativePath(Fetched, Folder)), copy);
    }

    private static ServerPrograms Find(string name, Func<string, string?> folderIn)
    {
        if (Environment.GetEnvironmentVariable(Choice) != "fetched" && folderIn("/") is { } installed)
        {
            return new(installed, null);
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var fetched = Path.Combine(cache, "vggsweep", "servers");
        return folderIn(fetched) is { } folder
            ? new(folder, fetched)
            : throw new InvalidOperationException(
                $"There is no {name} server for the tests: it is neither installed nor in {fetched}. Run ./test, which fetches it on Debian and Ubuntu, or install it.");
    }
}
