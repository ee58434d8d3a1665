using System.CommandLine;
using VggSweep.Cli.Sources;
using VggSweep.Client;

namespace VggSweep.Cli.Commands;

/// <summary>
/// Where a command finds its sweeps: in a home, or at a cluster. <c>--home</c> or <c>--server</c>, whichever is given, beats
/// <c>VGGSWEEP_SERVER</c>, which beats the default home.
/// </summary>
internal sealed record SourceOptions(Option<string> Home, Option<string?> Server, Func<string, string?> Environment)
{
    public const string ServerVariable = "VGGSWEEP_SERVER";
    public const string KeyVariable = "VGGSWEEP_API_KEY";

    /// <param name="environment">Default: this process's.</param>
    public static SourceOptions Create(Func<string, string?>? environment = null) => new(
        CommonOptions.Home(),
        new Option<string?>("--server")
        {
            Description = "Coordinator address, such as http://host:5080; separate several with commas. Default: "
                + $"{ServerVariable}, else the local home.",
            Recursive = true,
        },
        environment ?? System.Environment.GetEnvironmentVariable);

    /// <exception cref="CommandFailure">Both are given, or the server is empty.</exception>
    public void RequireOne(ParseResult parsed)
    {
        var (home, server) = (IsGiven(parsed, Home), IsGiven(parsed, Server));
        if (home && server)
        {
            throw new CommandFailure(
                ExitCode.Usage, "--home and --server exclude each other: a command uses a local home or a cluster. Give only one.");
        }

        // An unset variable of a script, as in --server "$HOST", must not become the default. --home checks that it is a path.
        if (server && string.IsNullOrWhiteSpace(parsed.GetValue(Server)))
        {
            throw new CommandFailure(ExitCode.Usage, $"{Server.Name} is empty; give an address or omit the option.");
        }
    }

    public SweepSource Open(ParseResult parsed) => FindServer(parsed) is { } server ? server : new HomeSource(parsed.GetValue(Home)!);

    /// <returns>The home of a command that acts on this machine alone, whatever the environment says.</returns>
    /// <exception cref="CommandFailure">A server is given.</exception>
    public string RequireHome(ParseResult parsed) => IsGiven(parsed, Server)
        ? throw new CommandFailure(
            ExitCode.Usage, $"`{parsed.CommandResult.Command.Name}` uses the local home and cannot take --server; omit it.")
        : parsed.GetValue(Home)!;

    /// <returns>The home that the command line names; null for the default one.</returns>
    public string? GivenHome(ParseResult parsed) => IsGiven(parsed, Home) ? parsed.GetValue(Home) : null;

    /// <exception cref="CommandFailure">None is named.</exception>
    public ServerSource RequireServer(ParseResult parsed) => FindServer(parsed) ?? throw new CommandFailure(
        ExitCode.Usage,
        $"`{parsed.CommandResult.Command.Name}` needs a cluster: give its address with "
        + $"--server{(IsGiven(parsed, Home) ? " instead of --home" : $" or {ServerVariable}")}.");

    /// <returns>Null where the command is to act on a home.</returns>
    /// <exception cref="CommandFailure">The address or the key cannot be used.</exception>
    public ServerSource? FindServer(ParseResult parsed)
    {
        var text = IsGiven(parsed, Home) ? null : parsed.GetValue(Server) ?? Environment(ServerVariable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var key = CoordinatorAddresses.ReadKey(Environment(KeyVariable), KeyVariable);
        return new ServerSource(new CoordinatorClient(CoordinatorAddresses.Parse(text), key, TimeProvider.System));
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
