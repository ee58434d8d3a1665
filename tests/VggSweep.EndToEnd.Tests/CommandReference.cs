using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using VggSweep.Cli;
using VggSweep.Cli.Commands;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>docs/cli.md names exactly the commands, arguments, options and exit codes of the program.</summary>
public sealed partial class CommandReference
{
    /// <summary>Every exit code that the program has a name for.</summary>
    internal static IReadOnlyList<int> ExitCodes { get; } =
        [.. typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (int)field.GetRawConstantValue()!).Order()];

    private static readonly RootCommand Root = CommandTree.Create(SourceOptions.Create(), new Terminal());

    private static readonly string Page = File.ReadAllText(Path.Combine(VggSweepProgram.Repository, "docs", "cli.md"));

    [Fact]
    public void Every_command_has_a_section_with_its_arguments() =>
        Assert.Equal(
            Root.Subcommands.Select(Usage).Order(StringComparer.Ordinal),
            Sections().Select(section => section.Usage).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_is_listed_under_its_command()
    {
        var documented = Sections().ToDictionary(section => section.Usage.Split(' ')[0], section => Options(section.Text));
        Assert.All(Root.Subcommands, command => Assert.Equal(
            Names(command).Select(name => $"{command.Name} {name}"), documented[command.Name].Select(name => $"{command.Name} {name}")));
    }

    [Fact]
    public void Every_option_of_all_commands_is_listed_once() =>
        Assert.Equal(Names(Root), Options(Between("## Options of every command", "## ")));

    [Fact]
    public void The_exit_codes_are_the_programs() => Assert.Equal(
        ExitCodes,
        ExitCodeRow().Matches(Between("## Exit codes", "## ")).Select(
            match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static string Usage(Command command) => string.Join(' ', command.Arguments.Select(Usage).Prepend(command.Name));

    private static string Usage(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary>Without the forms of Windows, as /h.</summary>
    private static IEnumerable<string> Names(Command command) => command.Options
        .SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith('-')).Order(StringComparer.Ordinal);

    /// <summary>The sections of commands begin with a heading such as <c>### `epochs SWEEP TRIAL`</c>.</summary>
    private static IEnumerable<(string Usage, string Text)> Sections() => Heading().Matches(Page)
        .Select(match => (match.Groups[1].Value, Between(match.Value, "## ", "### ")));

    private static string Between(string start, params string[] ends)
    {
        var from = Page.IndexOf(start + "\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/cli.md has no line '{start}'.");
        var text = Page[(from + start.Length)..];
        var lengths = ends.Select(end => text.IndexOf($"\n{end}", StringComparison.Ordinal)).Where(length => length >= 0);
        return text[..lengths.DefaultIfEmpty(text.Length).Min()];
    }

    /// <summary>The names in the first column of a section's table.</summary>
    private static IEnumerable<string> Options(string section) => OptionRow().Matches(section)
        .SelectMany(row => OptionName().Matches(row.Groups[1].Value)).Select(name => name.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("^### `([^`]+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (`-(?:\\\||[^|])*) \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();

    [GeneratedRegex(@"`(-{1,2}[a-z?-]+)")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
