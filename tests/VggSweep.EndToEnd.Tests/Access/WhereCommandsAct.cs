using System.CommandLine;
using VggSweep.Cli;
using VggSweep.Cli.Commands;
using VggSweep.Client;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>An option beats the environment, which beats the default; a command says where it destroys something, and asks.</summary>
public sealed class WhereCommandsAct
{
    private const string Variable = "http://of-the-environment:5080/";

    [Theory]
    [InlineData(null, Variable)]
    [InlineData("--server http://given:5080", "http://given:5080/")]
    [InlineData("--server http://proxy/vgg", "http://proxy/vgg/")]
    [InlineData("--home elsewhere", null)]
    [InlineData("--home .vggsweep", null)]
    public async Task An_option_beats_the_environment(string? options, string? expected)
    {
        var (source, parsed) = Parse(options, Variable);
        source.RequireOne(parsed);
        await using var server = source.FindServer(parsed);
        Assert.Equal(expected, server?.Place);
    }

    [Theory]
    [InlineData("--home elsewhere --server http://given:5080", "--home and --server exclude each other")]
    [InlineData("--server ", "--server is empty")]
    public void Contradictions_and_empty_options_are_refused(string options, string expected)
    {
        var (source, parsed) = Parse(options, Variable);
        var failure = Assert.Throws<CommandFailure>(() => source.RequireOne(parsed));
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_home_is_refused()
    {
        var (_, parsed) = Parse("--home ", Variable);
        Assert.Equal("--home cannot be empty; give a path.", Assert.Single(parsed.Errors).Message);
    }

    [Fact]
    public void A_home_that_is_given_is_not_replaced_by_the_variable_where_a_coordinator_is_needed()
    {
        var (source, parsed) = Parse("--home elsewhere", Variable);
        var failure = Assert.Throws<CommandFailure>(() => source.RequireServer(parsed));
        Assert.Contains("--server instead of --home", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_of_this_machine_does_not_ignore_a_server_that_is_given()
    {
        var (source, parsed) = Parse("--server http://given:5080", variable: null);
        Assert.Equal(ExitCode.Usage, Assert.Throws<CommandFailure>(() => source.RequireHome(parsed)).ExitCode);
        (source, parsed) = Parse(null, Variable);
        Assert.Equal(".vggsweep", source.RequireHome(parsed));
    }

    [Theory]
    [InlineData("given:5080")]
    [InlineData("ftp://given")]
    [InlineData("http://")]
    [InlineData("http://a:5080,b")]
    [InlineData("http://a:5080?x=1")]
    [InlineData(",")]
    public void An_invalid_address_is_reported(string server)
    {
        var (source, parsed) = Parse($"--server {server}", variable: null);
        var problem = Assert.Throws<CoordinatorProblemException>(() => source.FindServer(parsed));
        Assert.Equal(CoordinatorProblemKind.Usage, problem.Kind);
    }

    [Theory]
    [InlineData("n", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    [InlineData("y", false)]
    [InlineData("yes", false)]
    public void A_person_is_asked(string? answer, bool isRefused)
    {
        var confirmation = new Confirmation(answer is null ? TextReader.Null : new StringReader(answer), isWatched: true);
        var refusal = Record.Exception(() => confirmation.Require("Delete x-1 at http://given:5080/", yes: false));
        Assert.Equal(isRefused ? (int?)ExitCode.Interrupted : null, (refusal as CommandFailure)?.ExitCode);
        Assert.Equal(isRefused, refusal is not null);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Who_said_yes_and_who_cannot_answer_is_not_asked(bool isWatched, bool yes) =>
        new Confirmation(TextReader.Null, isWatched).Require("Delete x-1 in /home", yes);

    private static (SourceOptions Source, ParseResult Parsed) Parse(string? options, string? variable)
    {
        var source = SourceOptions.Create(name => name == SourceOptions.ServerVariable ? variable : null);
        var root = new RootCommand { new Command("any") };
        root.Options.Add(source.Home);
        root.Options.Add(source.Server);
        return (source, root.Parse(options is null ? ["any"] : ["any", .. options.Split(' ')]));
    }
}
