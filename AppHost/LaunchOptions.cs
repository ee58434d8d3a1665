namespace VggSweep.AppHost;

/// <summary>What the command line of the AppHost says beyond Aspire's own.</summary>
/// <param name="Sweep">A sweep file that is submitted once the cluster is healthy. Default: none.</param>
/// <param name="IsEmbedded">One program on SQLite in the place of the cluster, and no container. Default: false.</param>
/// <param name="Rest">What is left for Aspire.</param>
internal sealed record LaunchOptions(string? Sweep, bool IsEmbedded, string[] Rest)
{
    private const string SweepOption = "--sweep";
    private const string EmbeddedOption = "--embedded";

    public static LaunchOptions Read(string[] args)
    {
        var (rest, sweep, embedded) = (new List<string>(), (string?)null, false);
        for (var next = 0; next < args.Length; next++)
        {
            switch (args[next])
            {
                case EmbeddedOption:
                    embedded = true;
                    break;
                case SweepOption when next + 1 < args.Length:
                    sweep = args[++next];
                    break;
                case var other when other.StartsWith(SweepOption + "=", StringComparison.Ordinal):
                    sweep = other[(SweepOption.Length + 1)..];
                    break;
                case var other:
                    rest.Add(other);
                    break;
            }
        }

        return new(sweep, embedded, [.. rest]);
    }
}
