using VggSweep.AppHost.Forms;

namespace VggSweep.AppHost;

/// <summary>What the command line of the AppHost says beyond Aspire's own.</summary>
/// <param name="Sweep">A sweep file that is submitted once the coordinator is healthy. Default: none.</param>
/// <param name="Form">What the servers run as. Default: what the home remembers, else what this machine can.</param>
/// <param name="Rest">What is left for Aspire.</param>
internal sealed record LaunchOptions(string? Sweep, ClusterForm? Form, string[] Rest)
{
    private const string SweepOption = "--sweep";
    private const string FormOption = "--form";
    private const string EmbeddedOption = "--embedded";

    /// <exception cref="LaunchProblemException">An option has no value or one that cannot be.</exception>
    public static LaunchOptions Read(string[] args)
    {
        var (rest, sweep, forms) = (new List<string>(), (string?)null, new HashSet<ClusterForm>());
        for (var next = 0; next < args.Length; next++)
        {
            if (args[next] == EmbeddedOption)
            {
                forms.Add(ClusterForm.Embedded);
            }
            else if (Value(SweepOption, args, ref next) is { } file)
            {
                sweep = file;
            }
            else if (Value(FormOption, args, ref next) is { } form)
            {
                forms.Add(FormChoice.Parse(form, FormOption));
            }
            else
            {
                rest.Add(args[next]);
            }
        }

        return forms.Count > 1
            ? throw new LaunchProblemException(
                $"The command line names two forms; give one of {FormOption} and {EmbeddedOption}.",
                LaunchProblemException.Usage)
            : new(sweep, forms.Count == 0 ? null : forms.Single(), [.. rest]);
    }

    /// <summary>The value of an option, as <c>--option VALUE</c> or <c>--option=VALUE</c>; null where another argument stands.</summary>
    private static string? Value(string option, string[] args, ref int next)
    {
        if (args[next].StartsWith(option + "=", StringComparison.Ordinal))
        {
            return args[next][(option.Length + 1)..];
        }

        if (args[next] != option)
        {
            return null;
        }

        return ++next < args.Length
            ? args[next]
            : throw new LaunchProblemException($"{option} needs a value.", LaunchProblemException.Usage);
    }
}
