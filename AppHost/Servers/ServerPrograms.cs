namespace VggSweep.AppHost.Servers;

/// <summary>The programs of a server: installed, or unpacked into the user's cache by <c>build/fetch</c>.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Libraries">What the dynamic linker searches for them; null for installed programs.</param>
internal sealed record ServerPrograms(string Folder, string? Libraries)
{
    /// <summary>Set to <c>fetched</c>, what is installed is ignored.</summary>
    private const string Choice = "VGGSWEEP_SERVERS";

    private static readonly string[] Installed = Environment.GetEnvironmentVariable(Choice) == "fetched"
        ? []
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vggsweep");

    /// <summary>For messages: where servers are looked for, and what to do when one is missing.</summary>
    public static string Remedy =>
        $"neither on the PATH nor in Debian's folders nor in {Cache}; run build/fetch on Debian or Ubuntu, or install what is missing";

    /// <param name="version">The major version that wrote the data; another one is taken where it is missing.</param>
    public static ServerPrograms? FindPostgres(string? version = null)
    {
        string[] programs = ["postgres", "initdb"];
        var debian = Installed.Length == 0 ? [] : Versions("/");
        var servers = Path.Combine(Cache, "servers");
        return Find(debian.Concat(Versions(servers)).Where(folder => Path.GetFileName(Path.GetDirectoryName(folder)) == version), programs)
            ?? Find([.. Installed, .. debian, .. Versions(servers)], programs);
    }

    public static ServerPrograms? FindRedis() => Find([.. Installed, Fetched("servers")], ["redis-server"]);

    public static ServerPrograms? FindPrometheus() => Find([.. Installed, Fetched("prometheus")], ["prometheus"]);

    /// <summary>Of Prometheus' package.</summary>
    public static ServerPrograms? FindPromtool() => Find([.. Installed, Fetched("prometheus")], ["promtool"]);

    public static ServerPrograms? FindGrafana() => Find([.. Installed, "/usr/share/grafana/bin"], ["grafana"]);

    public string Of(string program) => Path.Combine(Folder, program);

    private static string Fetched(string package) => Path.Combine(Cache, package, "usr", "bin");

    /// <summary>Debian keeps each major version of PostgreSQL in a folder of its own. The newest comes first.</summary>
    private static IReadOnlyList<string> Versions(string root)
    {
        var versions = Path.Combine(root, "usr", "lib", "postgresql");
        return Directory.Exists(versions)
            ? [.. Directory.EnumerateDirectories(versions).OrderByDescending(version => Version.TryParse(
            $"{Path.GetFileName(version)}.0", out var number) ? number : new()).Select(version => Path.Combine(version, "bin"))]
            : [];
    }

    private static ServerPrograms? Find(IEnumerable<string> folders, string[] programs) => folders
        .Where(folder => programs.All(program => File.Exists(Path.Combine(folder, program))))
        .Select(folder => new ServerPrograms(folder, LibrariesOf(folder)))
        .FirstOrDefault();

    private static string? LibrariesOf(string folder) =>
        folder.StartsWith(Cache, StringComparison.Ordinal)
            && folder.IndexOf("/usr/", Cache.Length, StringComparison.Ordinal) is > 0 and var root
            ? Path.Combine(folder[..root], "usr", "lib", "x86_64-linux-gnu")
            : null;
}
