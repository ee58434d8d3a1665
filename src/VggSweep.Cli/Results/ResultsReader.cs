using VggSweep.Cli.Sources;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Results;
using VggSweep.Store;

namespace VggSweep.Cli.Results;

/// <summary>Reads a sweep's rows into what the tables, the report and the exports show.</summary>
internal static class ResultsReader
{
    /// <summary>With all trials, or the best of a large sweep.</summary>
    /// <exception cref="CommandFailure">There is no such sweep; the message names those that there are.</exception>
    public static async Task<SweepResults> ReadAsync(SweepStore store, string sweep)
    {
        var row = await RequireAsync(store, sweep);
        return await WithBestAsync(
            await SweepRows.DetailsAsync(store, row), () => SweepRows.RankedAsync(store, row, SweepDetails.MostRanked));
    }

    /// <inheritdoc cref="ReadAsync(SweepStore, string)"/>
    public static async Task<SweepResults> ReadAsync(SweepSource source, string sweep) =>
        await WithBestAsync(await source.DetailsAsync(sweep), () => source.BestAsync(sweep));

    /// <summary>With every trial, however many.</summary>
    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public static async Task<SweepResults> ReadAllAsync(SweepSource source, string sweep)
    {
        var details = await source.DetailsAsync(sweep);
        if (!details.HasMore)
        {
            return Of(details);
        }

        var (trials, problems) = (new List<TrialResult>(), new List<string>());
        for (int? next = 1; next is { } from;)
        {
            var page = await source.TrialsAsync(sweep, from, SweepDetails.MostTrials);
            trials.AddRange(page.Trials);
            problems.AddRange(page.Problems);
            next = page.Next;
        }

        return Of(details, trials, problems);
    }

    /// <exception cref="CommandFailure">The sweep cannot be read; the message says why.</exception>
    public static SweepResults Of(SweepDetails details) =>
        Of(details, details.Trials, details.Problems) with { BestOfRecorded = details.Best };

    /// <param name="trials">In place of those of <paramref name="details"/>.</param>
    /// <param name="problems">Of these trials.</param>
    /// <inheritdoc cref="Of(SweepDetails)"/>
    public static SweepResults Of(
        SweepDetails details, IReadOnlyList<TrialResult> trials, IReadOnlyList<string> problems)
    {
        if (details.Spec is not { } form)
        {
            throw new CommandFailure(ExitCode.OtherVersion, details.Problems[0]);
        }

        var spec = SweepSpecJson.Read(form.GetRawText());
        return spec.IsReadable
            ? new(details.Sweep, details.State, details.Created, details.SpecYaml, spec.Value, trials)
            {
                Problems = problems,
                ToPropose = details.ToPropose,
                Counts = details.Counts,
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

    private static async Task<SweepResults> WithBestAsync(SweepDetails details, Func<Task<TrialPage>> best)
    {
        if (!details.HasMore || details.Spec is null)
        {
            return Of(details);
        }

        var page = await best();
        return Of(details, [.. page.Trials.OrderBy(trial => trial.Trial)], page.Problems);
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
