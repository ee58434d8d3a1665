namespace VggSweep.Cli;

/// <summary>States in colour, the same in every table. No yellow: it cannot be read on white.</summary>
internal static class StateMarkup
{
    public static string Of<T>(T state)
        where T : struct, Enum => Of(state.ToString().ToLowerInvariant());

    public static string Of(string state) => state switch
    {
        "completed" => $"[green]{state}[/]",
        "failed" => $"[red]{state}[/]",
        "running" or "starting" => $"[bold]{state}[/]",
        _ => $"[grey]{state}[/]",
    };
}
