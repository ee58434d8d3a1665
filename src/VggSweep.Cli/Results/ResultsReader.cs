using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Store;

namespace VggSweep.Cli.Results;

/// <summary>Reads a sweep's rows into what the tables, the report and the exports show.</summary>
internal static class ResultsReader
{
    /// <exception cref="CommandFailure">There is no such sweep; the message names those that there are.</exception>
    public static async Task<SweepResults> ReadAsync(SweepStore store, string sweep)
    {
        var row = await RequireAsync(store, sweep);
        var spec = SweepSpecReader.Read(row.SpecYaml).Spec
            ?? throw new CommandFailure(ExitCode.OtherVersion, $"The stored file of {sweep} cannot be read by this version.");
        var trials = await store.TrialsAsync(sweep);
        return new SweepResults(
            row.Id, row.State, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs), row.SpecYaml, spec, [.. trials.Select(ToResult)]);
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
            $"There is no sweep {sweep} in this home; {(known.Count == 0 ? "there is none at all" : $"there is {string.Join(", ", known)}")}. `vggsweep list` shows all.");
    }

    private static TrialResult ToResult(TrialRow row) => new(
        row.Number, row.State, TrialParametersJson.Read(row.Parameters), row.Done,
        row.ValidationAccuracy, row.ValidationLoss, row.TestAccuracy, row.Attempts, row.Seconds,
        row.Outcome, row.OutcomeDetail, row.Params, row.Macs);
}
