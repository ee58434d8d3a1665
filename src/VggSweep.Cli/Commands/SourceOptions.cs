using System.CommandLine;
using VggSweep.Cli.Sources;

namespace VggSweep.Cli.Commands;

/// <summary>Where a command finds its sweeps: in a home, or at a coordinator.</summary>
internal sealed record SourceOptions(Option<string> Home, Option<string?> Server)
{
    public const string ServerVariable = "VGGSWEEP_SERVER";
    public const string KeyVariable = "VGGSWEEP_API_KEY";

    public static SourceOptions Create() => new(CommonOptions.Home(), new Option<string?>("--server")
    {
        Description = $"Address of a coordinator, as http://host:5080. Default: {ServerVariable}, else this machine's home.",
        Recursive = true,
    });

    public SweepSource Open(ParseResult parsed) => FindServer(parsed) is { } server ? server : new HomeSource(parsed.GetValue(Home)!);

    /// <exception cref="CommandFailure">None is named.</exception>
    public ServerSource RequireServer(ParseResult parsed) => FindServer(parsed)
        ?? throw new CommandFailure(ExitCode.Usage, $"This needs a coordinator: name it with --server or {ServerVariable}.");

    /// <returns>Null where no coordinator is named.</returns>
    public ServerSource? FindServer(ParseResult parsed)
    {
        var text = parsed.GetValue(Server) ?? Environment.GetEnvironmentVariable(ServerVariable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new ServerSource(address, Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null)
            : throw new CommandFailure(ExitCode.Usage, $"'{text}' is no address of a coordinator; give one as http://host:5080.");
    }
}
