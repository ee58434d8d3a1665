using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>What must hold of the rows at any moment, whatever was killed. Reads the rows alone.</summary>
public static class StoreInvariants
{
    /// <returns>A sentence for each violation; none when all is well.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(SweepStore store, string sweep) =>
    [
        .. (await store.HistoriesAsync(sweep)).SelectMany(history =>
            OfEpochs(history)
                .Concat(OfLeases(history))
                .Concat(OfResults(history))
                .Select(violation => $"{sweep}/{history.Trial.Number}: {violation}")),
    ];

    private static IEnumerable<string> OfEpochs(TrialHistory history)
    {
        var (trial, epochs) = (history.Trial, history.Epochs.Select(row => row.Epoch).ToList());
        if (!epochs.SequenceEqual(Enumerable.Range(1, trial.Done)))
        {
            yield return $"the epochs {string.Join(", ", epochs)} were recorded, and not 1 to {trial.Done} in this order";
        }

        if (history.Epochs.Any(row => row.Fence > trial.Fence))
        {
            yield return $"an epoch has a newer fence than the trial's {trial.Fence}";
        }

        // A zombie's record: its fence is over as soon as the next attempt has begun.
        var begun = history.Attempts.ToDictionary(row => row.Fence, row => row.StartedMs);
        foreach (var row in history.Epochs.Where(row => begun.TryGetValue(row.Fence + 1, out var next) && row.RecordedMs > next))
        {
            yield return $"epoch {row.Epoch} was recorded under fence {row.Fence} when attempt {row.Fence + 1} had begun";
        }

        foreach (var row in history.Checkpoints.Where(row => begun.TryGetValue(row.Fence + 1, out var next) && row.CreatedMs > next))
        {
            yield return $"a checkpoint of epoch {row.Epoch} was recorded under fence {row.Fence} when attempt {row.Fence + 1} had begun";
        }

        if (history.Checkpoints.Any(row => row.Epoch > trial.Done))
        {
            yield return $"a checkpoint is of epoch {history.Checkpoints.Max(row => row.Epoch)}, and {trial.Done} are recorded";
        }
    }

    private static IEnumerable<string> OfLeases(TrialHistory history)
    {
        var (trial, fences) = (history.Trial, history.Attempts.Select(row => (int)row.Fence).ToList());
        if (!fences.SequenceEqual(Enumerable.Range(1, (int)trial.Fence)) || trial.Attempts != fences.Count)
        {
            yield return $"the attempts' fences {string.Join(", ", fences)} are not 1 to {trial.Fence}, or not {trial.Attempts} as counted";
        }

        var open = history.Attempts.Where(row => row.EndedMs is null).Select(row => row.Fence);
        if (!open.SequenceEqual(trial.State is TrialState.Running ? [trial.Fence] : []))
        {
            yield return $"the attempts {string.Join(", ", open)} have no end, the trial is {trial.State} with fence {trial.Fence}";
        }

        if (trial.Deaths < 0 || trial.Deaths > trial.Attempts || trial.Failures < 0 || trial.Failures > trial.Attempts)
        {
            yield return $"{trial.Deaths} deaths and {trial.Failures} failures were counted in {trial.Attempts} attempts";
        }

        if (trial.State is TrialState.Running != trial.LeaseUntilMs is not null)
        {
            yield return $"the trial is {trial.State} and its lease {(trial.LeaseUntilMs is null ? "is none" : "lives")}";
        }
    }

    private static IEnumerable<string> OfResults(TrialHistory history)
    {
        var trial = history.Trial;
        if (trial.State is not TrialState.Completed)
        {
            yield break;
        }

        if (trial.TestAccuracy is null || trial.WeightsHash is null)
        {
            yield return "the trial is completed without its test result or its weights";
        }

        if (TrialSpecJson.Read(trial.Spec).Value?.Parameters.Epochs is { } wanted && wanted != trial.Done)
        {
            yield return $"the trial is completed with {trial.Done} of {wanted} epochs";
        }
    }
}
