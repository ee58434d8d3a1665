namespace VggSweep.Cli;

/// <summary>The name that this program was started by: commands in its messages run as pasted.</summary>
internal static class ProgramName
{
    /// <summary>Set by the launcher, quoted for a shell.</summary>
    private const string Variable = "VGGSWEEP_PROGRAM";

    /// <summary>As messages write it, also those of the other projects.</summary>
    private const string Written = "`vggsweep ";

    private static readonly string Name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : "vggsweep";

    /// <param name="text">Has its commands in backticks, as <c>`vggsweep list`</c>.</param>
    public static string In(string text) => text.Replace(Written, $"`{Name} ", StringComparison.Ordinal);
}
