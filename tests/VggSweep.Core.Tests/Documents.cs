using System.Text.RegularExpressions;

namespace VggSweep.Core.Tests;

/// <summary>The documents keep their form, and their links lead somewhere.</summary>
public sealed partial class Documents
{
    private const int MostLinesOfReadme = 120;

    private static readonly string Root = Sources.Root;

    [Fact]
    public void Every_link_to_a_file_or_heading_resolves()
    {
        var links = Pages().SelectMany(
            page => Link().Matches(WithoutCode(File.ReadAllText(page))),
            (page, match) => (Page: page, Target: match.Groups[1].Value))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.True(links.Count > 50, $"{links.Count}");
        Assert.Empty(
            links.Where(link => !Resolves(link.Page, link.Target)).Select(
                link => $"{Path.GetRelativePath(Root, link.Page)}: {link.Target}"));
    }

    [Fact]
    public void The_readme_is_short() => Assert.InRange(File.ReadAllLines(Path.Combine(Root, "README.md")).Length, 1, MostLinesOfReadme);

    [Fact]
    public void Every_document_is_in_the_index()
    {
        Assert.Empty(Missing("docs"));
        Assert.Empty(Missing("docs/decisions"));
    }

    [Fact]
    public void Every_decision_has_the_same_form()
    {
        var decisions = Directory.GetFiles(Path.Combine(Root, "docs", "decisions"), "0*.md");

        Assert.NotEmpty(decisions);
        Assert.All(decisions, file => Assert.Matches(DecisionForm(), File.ReadAllText(file)));
        Assert.All(
            decisions,
            file => Assert.StartsWith($"# {Path.GetFileName(file)[..3]}: ", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(decisions.Length, decisions.Select(file => Path.GetFileName(file)[..3]).Distinct().Count());
    }

    private static IEnumerable<string> Missing(string folder)
    {
        var index = File.ReadAllText(Path.Combine(Root, folder, "README.md"));
        return Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md").Select(file => Path.GetFileName(file))
            .Where(name => name != "README.md" && !index.Contains($"({name})", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Pages() =>
    [
        .. Directory.EnumerateFiles(Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories),
        Path.Combine(Root, "bench", "README.md"),
    ];

    private static bool Resolves(string page, string target)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        return anchor is null
            ? Path.Exists(file)
            : File.Exists(file) && Heading().Matches(WithoutCode(File.ReadAllText(file))).Any(
                heading => AnchorOf(heading.Groups[1].Value) == anchor);
    }

    /// <summary>As the hosting sites make it: lower case, hyphens for spaces, no punctuation.</summary>
    private static string AnchorOf(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(
        @"\A# \d{3}: [^\n]+\n\n- Status: (proposed|accepted|superseded by \d{3})\n- Date: \d{4}-\d{2}-\d{2}\n"
        + @"\n## Context\n\n(?:(?!\n#).)+\n## Decision\n\n(?:(?!\n#).)+\n## Consequences\n\n(?:(?!\n#).)+\z",
        RegexOptions.Singleline)]
    private static partial Regex DecisionForm();
}
