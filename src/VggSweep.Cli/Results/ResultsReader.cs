using VggSweep.Coordinator.Sweeps;
using VggSweep.Store;

namespace VggSweep.Cli.Results;

/// <summary>Reads a sweep's rows into what the tables, the report and the exports show.</summary>
internal static class ResultsReader
{
    /// <exception cref="CommandFailure">There is no such sweep; the message names those that there are.</exception>
    public static async Task<SweepResults> ReadAsync(SweepStore store, string sweep) =>
        SweepResults.Of(await SweepRows.DetailsAsync(store, await RequireAsync(store, sweep)));

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
