using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
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
        var (problems, trials) = (new List<string>(), new List<TrialResult>());
        if (!spec.IsReadable)
        {
            problems.Add($"Sweep {row.Id} cannot be read: {spec.Problem}.");
        }

        var rows = await store.TrialsAsync(row.Id);
        var times = await store.AttemptTimesAsync(row.Id);
        foreach (var trial in rows)
        {
            var stored = trial.ToSpec();
            if (stored.IsReadable)
            {
                trials.Add(ToResult(trial, stored.Value, times.GetValueOrDefault(trial.Number)));
            }
            else
            {
                problems.Add($"Trial {trial.Number} of {row.Id} cannot be read: {stored.Problem}.");
            }
        }

        var state = row.State.Shown(rows.CountBy(trial => trial.State).ToDictionary());
        return new SweepDetails(
            row.Id, state, row.Priority, At(row.CreatedMs), row.SpecYaml, spec.IsReadable
                ? JsonElement.Parse(row.Spec)
                : null, trials, problems)
        {
            ToPropose = ToPropose(row),
        };
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
                row.Epoch, row.TrainLoss, row.TrainAccuracy, row.ValidationLoss, row.ValidationAccuracy, row.Seconds, attempts[row.Fence])),
        ];
    }

    /// <summary>Of all trials that have any.</summary>
    public static async Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(SweepStore store, string sweep) =>
    [
        .. (await store.EpochsInOrderAsync(sweep)).GroupBy(row => row.Trial)
            .Select(trial => new TrialEpochs(trial.Key, [.. trial.Select(row => row.ToRecord()).OrderBy(record => record.Epoch)])),
    ];

    public static async Task<IReadOnlyList<ListedEvent>> EventsAsync(SweepStore store, string sweep) =>
        [.. (await store.DecisionsAsync(sweep)).Select(row => new ListedEvent(At(row.AtMs), row.Trial, row.Epoch, row.Kind, row.Reason))];

    private static int ToPropose(SweepRow row) =>
        row.Proposed is { } next && row.ToSpec().Value is { } spec ? new Proposer(spec).Left(next) : 0;

    private static string? ProblemOf(SweepRow row, int unresolved) =>
        row.ToSpec() is { IsReadable: false } stored ? $"it cannot be read: {stored.Problem}"
        : unresolved > 0 ? $"{unresolved} of its trials cannot be read; `vggsweep trials {row.Id}` names them"
        : null;

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
