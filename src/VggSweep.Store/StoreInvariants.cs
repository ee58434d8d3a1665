using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <summary>What must hold of the rows at any moment, whatever was killed. Reads the rows alone.</summary>
public static class StoreInvariants
{
    /// <returns>A sentence for each violation; none when all is well.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(SweepStore store, string sweep)
    {
        var violations = new List<string>();
        foreach (var trial in await store.TrialsAsync(sweep))
        {
            var epochs = await store.EpochsAsync(sweep, trial.Number);
            var attempts = await store.AttemptsAsync(sweep, trial.Number);
            var checkpoints = await store.CheckpointsAsync(sweep, trial.Number);
            violations.AddRange(Check(trial, epochs, attempts, checkpoints).Select(violation => $"{sweep}/{trial.Number}: {violation}"));
        }

        return violations;
    }

    private static IEnumerable<string> Check(
        TrialRow trial, IReadOnlyList<EpochRow> epochs, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<CheckpointReference> checkpoints)
    {
        if (!epochs.Select(row => row.Epoch).SequenceEqual(Enumerable.Range(1, trial.Done)))
        {
            yield return $"the epochs {string.Join(", ", epochs.Select(row => row.Epoch))} are not 1 to {trial.Done}";
        }

        if (!epochs.OrderBy(row => row.Id).Select(row => row.Epoch).SequenceEqual(epochs.Select(row => row.Epoch)))
        {
            yield return "the epochs were recorded out of order";
        }

        if (!attempts.Select(row => row.Fence).SequenceEqual(Enumerable.Range(1, (int)trial.Fence).Select(fence => (long)fence)))
        {
            yield return $"the attempts' fences {string.Join(", ", attempts.Select(row => row.Fence))} are not 1 to {trial.Fence}";
        }

        var open = attempts.Count(row => row.EndedMs is null);
        if (open != (trial.State is TrialState.Running ? 1 : 0))
        {
            yield return $"{open} attempts have no end and the trial is {trial.State}";
        }

        if (trial.State is TrialState.Running != trial.LeaseUntilMs is not null)
        {
            yield return $"the trial is {trial.State} and its lease {(trial.LeaseUntilMs is null ? "is none" : "lives")}";
        }

        if (checkpoints.Any(checkpoint => checkpoint.Epoch > trial.Done))
        {
            yield return $"a checkpoint is of epoch {checkpoints.Max(checkpoint => checkpoint.Epoch)}, and {trial.Done} are recorded";
        }

        if (trial.State is TrialState.Completed && (trial.TestAccuracy is null || trial.WeightsHash is null))
        {
            yield return "the trial is completed without its test result or its weights";
        }
    }
}
