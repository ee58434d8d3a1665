using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Store;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>Rows as the commands and the API show them.</summary>
public static class SweepRows
{
    public static async Task<IReadOnlyList<ListedSweep>> ListAsync(SweepStore store)
    {
        var sweeps = new List<ListedSweep>();
        var unresolved = await store.CountUnresolvedAsync();
        foreach (var row in await store.ListSweepsAsync())
        {
            var counts = await store.CountTrialsAsync(row.Id);
            sweeps.Add(
                new ListedSweep(
                    row.Id, row.Name, row.State.Shown(counts), counts.Values.Sum() + ToPropose(row), At(row.CreatedMs),
                    ProblemOf(row, unresolved.GetValueOrDefault(row.Id))));
        }

        return sweeps;
    }

    public static async Task<SweepDetails> DetailsAsync(SweepStore store, SweepRow row)
    {
        var spec = row.ToSpec();
        var counts = await store.CountTrialsAsync(row.Id);
        var page = await ResultsAsync(store, row.Id, await store.CurrentTrialsAsync(row.Id, SweepDetails.MostTrials));
        return new SweepDetails(
            row.Id, row.State.Shown(counts), row.Priority, At(row.CreatedMs), row.SpecYaml,
            spec.IsReadable ? JsonElement.Parse(row.Spec) : null, page.Trials,
            [.. spec.IsReadable ? [] : new[] { $"Sweep {row.Id} cannot be read: {spec.Problem}." }, .. page.Problems])
        {
            ToPropose = ToPropose(row),
            Counts = counts,
            Best = spec.Value is { } readable && counts.Values.Sum() > SweepDetails.MostTrials
                ? await BestAsync(store, row.Id, readable.Objective)
                : null,
        };
    }

    /// <param name="from">The number of the first trial.</param>
    /// <param name="most">Trials at most.</param>
    public static async Task<TrialPage> PageAsync(SweepStore store, string sweep, int from, int most)
    {
        var rows = await store.TrialsAsync(sweep, from, most + 1);
        var page = await ResultsAsync(store, sweep, rows.Take(most));
        return page with { Next = rows.Count > most ? rows[most].Number : null };
    }

    /// <summary>The best trials in the order of <see cref="SweepStore.RankedTrialsAsync"/>.</summary>
    /// <param name="most">Trials at most.</param>
    public static async Task<TrialPage> RankedAsync(SweepStore store, SweepRow row, int most) =>
        row.ToSpec().Value is { } spec
            ? await RankedAsync(store, row.Id, spec.Objective, most)
            : new TrialPage([], [], null);

    /// <inheritdoc cref="RankedAsync(SweepStore, SweepRow, int)"/>
    public static async Task<TrialPage> RankedAsync(SweepStore store, string sweep, Objective objective, int most) =>
        await ResultsAsync(store, sweep, await store.RankedTrialsAsync(sweep, objective, most));

    /// <summary>The sweep with every trial, without their times.</summary>
    /// <returns>Null where the sweep cannot be read.</returns>
    public static async Task<SweepResults?> AllAsync(SweepStore store, SweepRow row)
    {
        if (row.ToSpec().Value is not { } spec)
        {
            return null;
        }

        var page = Results(row.Id, await store.TrialsAsync(row.Id), new Dictionary<int, (long?, long?)>());
        var counts = page.Trials.CountBy(trial => trial.State).ToDictionary();
        return new SweepResults(row.Id, row.State.Shown(counts), At(row.CreatedMs), row.SpecYaml, spec, page.Trials)
        {
            Problems = page.Problems,
            ToPropose = ToPropose(row),
            Counts = counts,
        };
    }

    /// <summary>The completed trial with the best objective; without one, that with the best newest epoch.</summary>
    private static async Task<TrialResult?> BestAsync(SweepStore store, string sweep, Objective objective)
    {
        var page = await RankedAsync(store, sweep, objective, most: 1);
        return page.Trials.SingleOrDefault(trial => trial.ValidationAccuracy is not null);
    }

    /// <returns>Null when there is no such trial.</returns>
    public static async Task<IReadOnlyList<ListedEpoch>?> EpochsAsync(SweepStore store, string sweep, int trial)
    {
        if (await store.TrialAsync(sweep, trial) is null)
        {
            return null;
        }

        var attempts = (await store.AttemptsAsync(sweep, trial))
            .Select((row, index) => (row.Fence, Attempt: index + 1))
            .ToDictionary(row => row.Fence, row => row.Attempt);
        return
        [
            .. (await store.EpochsAsync(sweep, trial)).Select(row => new ListedEpoch(
                row.Epoch, row.TrainLoss, row.TrainAccuracy, row.ValidationLoss, row.ValidationAccuracy, row.Seconds,
                attempts[row.Fence])),
        ];
    }

    /// <summary>Of all trials that have any.</summary>
    public static async Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(SweepStore store, string sweep) =>
    [
        .. (await store.EpochsInOrderAsync(sweep)).GroupBy(row => row.Trial)
            .Select(
                trial => new TrialEpochs(
                    trial.Key, [.. trial.Select(row => row.ToRecord()).OrderBy(record => record.Epoch)])),
    ];

    public static async Task<IReadOnlyList<ListedEvent>> EventsAsync(SweepStore store, string sweep) =>
        [
            .. (await store.DecisionsAsync(sweep)).Select(
                row => new ListedEvent(At(row.AtMs), row.Trial, row.Epoch, row.Kind, row.Reason)),
        ];

    /// <summary>Of all trials, in the order of their starts.</summary>
    public static async Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(SweepStore store, string sweep)
    {
        var counts = new Dictionary<int, int>();
        return
        [
            .. (await store.AttemptsAsync(sweep)).Select(row => new ListedAttempt(
                row.Trial, counts[row.Trial] = counts.GetValueOrDefault(row.Trial) + 1, row.Worker, At(row.StartedMs),
                At(row.EndedMs), row.Outcome)),
        ];
    }

    private static int ToPropose(SweepRow row) =>
        row.Proposed is { } next && row.ToSpec().Value is { } spec ? new Proposer(spec).Left(next) : 0;

    private static string? ProblemOf(SweepRow row, int unresolved) =>
        row.ToSpec() is { IsReadable: false } stored ? $"it cannot be read: {stored.Problem}"
        : unresolved > 0 ? $"{unresolved} of its trials cannot be read; `vggsweep trials {row.Id}` names them"
        : null;

    private static async Task<TrialPage> ResultsAsync(SweepStore store, string sweep, IEnumerable<TrialRow> rows)
    {
        var read = rows.ToList();
        return Results(
            sweep, read, await store.AttemptTimesAsync(
                sweep, read.Where(row => row.Fence > 0).Select(row => row.Number)));
    }

    private static TrialPage Results(
        string sweep, IReadOnlyList<TrialRow> rows, IReadOnlyDictionary<int, (long? StartedMs, long? EndedMs)> times)
    {
        var (trials, problems) = (new List<TrialResult>(), new List<string>());
        foreach (var row in rows)
        {
            var stored = row.ToSpec();
            if (stored.IsReadable)
            {
                trials.Add(ToResult(row, stored.Value, times.GetValueOrDefault(row.Number)));
            }
            else
            {
                problems.Add($"Trial {row.Number} of {sweep} cannot be read: {stored.Problem}.");
            }
        }

        return new TrialPage(trials, problems, Next: null);
    }

    private static TrialResult ToResult(TrialRow row, TrialSpec spec, (long? StartedMs, long? EndedMs) times) => new(
        row.Number, row.State, spec.Parameters, spec.Training, row.Done,
        row.ValidationAccuracy, row.ValidationLoss, row.TestAccuracy, row.Attempts, row.Seconds,
        row.Outcome, row.OutcomeDetail, row.Params, row.Macs,
        row.PredictedSeconds, row.PeakBytes, row.MemoryBytes,
        row.Numerics is null ? null : JsonSerializer.Deserialize<Numerics>(row.Numerics),
        row.TestLoss, At(times.StartedMs), row.State.IsEnded() ? At(times.EndedMs) : null);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } known ? At(known) : null;

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
