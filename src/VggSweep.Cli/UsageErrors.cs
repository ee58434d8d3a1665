using System.CommandLine;
using VggSweep.Core;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Cli;

/// <summary>Puts mistakes in a command line into words, with the name that a mistyped one was probably meant to be.</summary>
internal static class UsageErrors
{
    /// <returns>The exit code.</returns>
    public static int Tell(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var token in parsed.UnmatchedTokens)
        {
            Terminal.Say(Unknown(token, command));
        }

        // The parser reports an unknown token in words of its own, and at the root that a command is missing too.
        foreach (var error in parsed.Errors.Where(error => parsed.UnmatchedTokens.Count == 0 || !IsOfToken(error.Message)))
        {
            Terminal.Say(error.Message);
        }

        if (parsed.Tokens.Count == 1 && command is not RootCommand)
        {
            parsed.RootCommandResult.Command.Parse([command.Name, "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.Usage;
        }

        Terminal.Say($"Run `vggsweep {(command is RootCommand ? "" : $"{command.Name} ")}--help` for usage.");
        return ExitCode.Usage;
    }

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? Options(command).ToList()
            : [.. command.Subcommands.Where(other => !other.Hidden).Select(other => other.Name)];
        var kind = isOption ? "option" : command is RootCommand ? "command" : "argument";
        var end = NearestName.Find(token, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        return $"Unknown {kind} {VisibleText.Quote(token)}{end}";
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
            .Select(option => option.Name);

    private static bool IsOfToken(string message) =>
        message.StartsWith("Unrecognized command or argument", StringComparison.Ordinal)
        || message.StartsWith("Required command", StringComparison.Ordinal);
}
