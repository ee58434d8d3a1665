using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Results;
using VggSweep.Store;

namespace VggSweep.Cli.Results;

/// <summary>Reads a sweep's rows into what the tables, the report and the exports show.</summary>
internal static class ResultsReader
{
    /// <exception cref="CommandFailure">There is no such sweep; the message names those that there are.</exception>
    public static async Task<SweepResults> ReadAsync(SweepStore store, string sweep) =>
        Of(await SweepRows.DetailsAsync(store, await RequireAsync(store, sweep)));

    /// <exception cref="CommandFailure">The sweep cannot be read; the message says why.</exception>
    public static SweepResults Of(SweepDetails details)
    {
        if (details.Spec is not { } form)
        {
            throw new CommandFailure(ExitCode.OtherVersion, details.Problems[0]);
        }

        var spec = SweepSpecJson.Read(form.GetRawText());
        return spec.IsReadable
            ? new(details.Sweep, details.State, details.Created, details.SpecYaml, spec.Value, details.Trials)
            {
                Problems = details.Problems,
                ToPropose = details.ToPropose,
            }
            : throw new CommandFailure(ExitCode.OtherVersion, $"Sweep {details.Sweep} cannot be read: {spec.Problem}.");
    }

    /// <summary>Names on standard error what is missing among the trials.</summary>
    public static void WarnOfUnreadable(this SweepResults results)
    {
        foreach (var problem in results.Problems)
        {
            Terminal.Say($"Warning: {problem}");
        }
    }

    public static async Task<SweepRow> RequireAsync(SweepStore store, string sweep)
    {
        if (await store.FindSweepAsync(sweep) is { } row)
        {
            return row;
        }

        var known = (await store.ListSweepsAsync()).Select(other => other.Id).TakeLast(5).ToList();
        throw new CommandFailure(
            ExitCode.NoInput,
            $"No sweep {sweep} in this home; "
            + $"{(known.Count == 0 ? "it has none" : $"it has {string.Join(", ", known)}")}. `vggsweep list` lists them.");
    }
}
