using System.Text.Json;
using Spectre.Console;
using VggSweep.Core.Api;

namespace VggSweep.Cli;

/// <summary>Results go to standard output; everything that accompanies them goes to standard error.</summary>
internal sealed class Terminal
{
    /// <summary>Results for people.</summary>
    public IAnsiConsole Out => field ??= Create(Console.Out);

    /// <summary>Progress, warnings, errors.</summary>
    public IAnsiConsole Error => field ??= Create(Console.Error);

    /// <summary>Whether a person watches standard error, so that it may be redrawn.</summary>
    public bool IsWatched => !Console.IsErrorRedirected && Error.Profile.Capabilities.Ansi;

    /// <summary>Plain text on standard error, never wrapped; the commands in it get the name that this program was started by.</summary>
    public static void Say(string message) => Console.Error.WriteLine(ProgramName.In(message));

    /// <summary>The value as one line of JSON on standard output.</summary>
    public static void WriteJson<T>(T value) => Console.Out.WriteLine(ToJson(value));

    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);

    private static IAnsiConsole Create(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
