namespace VggSweep.Core.Tests;

/// <summary>Lines of what we write by hand fit on a screen.</summary>
public sealed class SourceLines
{
    private const int MostColumns = 140;

    /// <summary>A word as long cannot be broken: a URL, a hash.</summary>
    private const int LongestWord = 100;

    private static readonly string[] Folders =
        [".ci", ".github", "AppHost", "ServiceDefaults", "bench", "build", "dashboards", "docs", "src", "sweeps", "tests"];

    /// <summary>Scripts have no extension.</summary>
    private static readonly string[] Kinds =
    [
        "", ".cs", ".csproj", ".css", ".html", ".js", ".md", ".props", ".py", ".sh", ".sql", ".targets", ".ts", ".yaml", ".yml",
    ];

    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["bin"] = "built",
        ["obj"] = "built",
        ["node_modules"] = "fetched",
        ["Migrations"] = "written by EF",
        ["docs/results"] = "printed by the benches",
        ["tests/Fixtures"] = "written by earlier versions",
        ["dashboards/prometheus/rules.yml"] = "written by dashboards/generator",
    };

    [Fact]
    public void No_line_is_too_long()
    {
        var files = Folders.Select(folder => Path.Combine(Sources.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Sources.Root))
            .Select(file => Path.GetRelativePath(Sources.Root, file))
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !IsExempt(file))
            .ToList();

        Assert.InRange(files.Count, 1_000, 10_000);
        Assert.Empty(files.SelectMany(file => File.ReadLines(Path.Combine(Sources.Root, file))
            .Index()
            .Where(line => line.Item.Length > MostColumns && !CannotBreak(file, line.Item))
            .Select(line => $"{file}:{line.Index + 1}: {line.Item.Length} columns")));
    }

    private static bool IsExempt(string file) =>
        Exempt.Keys.Any(path => $"/{file}/".Contains($"/{path}/", StringComparison.Ordinal));

    private static bool CannotBreak(string file, string line) =>
        (file.EndsWith(".md", StringComparison.Ordinal) && line.StartsWith('|'))
        || line.Split(' ').Any(word => word.Length > LongestWord);
}
