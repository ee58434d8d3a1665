using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <summary>What tests put into a store.</summary>
internal static class Given
{
    public static readonly TimeSpan Ttl = TimeSpan.FromMinutes(1);
    public static readonly Numerics Numerics = new("cpu", "avx2", "2.10", 1, "fp32");
    public static readonly TrialOutcome.Released Released = new();

    /// <summary>Of a sweep; the store reads none of it.</summary>
    public const string Spec = "{}";

    public static IReadOnlyList<NewTrial> Trials(int count, int epochs = 3, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(number => new NewTrial(number, Of(epochs), $"identity-{number}", 1.5, 1000, 10, 1 << 20))];

    private static string Of(int epochs) => TrialSpecJson.Write(new TrialSpec(new TrialParameters { Epochs = epochs }, new TrainingSpec()));

    public static EpochRecord Epoch(int epoch, double loss = 0.5) => new(epoch, loss, 0.8, 0.6, 0.75, 1.25);

    public static CheckpointReference Checkpoint(int epoch, int step, long fence) =>
        new(epoch, step, fence, $"sweeps/{epoch}-{step}-{fence}.safetensors", "hash", 10);

    public static Task<string> SweepAsync(this SweepStore store, int trials = 1, int epochs = 3) =>
        store.CreateSweepAsync("tests", "name: tests", Spec, null, 0, Trials(trials, epochs));

    public static Task<LeasedTrial?> LeaseAsync(
        this SweepStore store, string sweep, int trial, long expectedFence, string worker = "worker") =>
        store.LeaseAsync(sweep, trial, expectedFence, worker, Ttl, Numerics);

    public static async Task<bool> EndAsync(
        this SweepStore store, string sweep, int trial, long fence, TrialOutcome? outcome = null,
        TrialState next = TrialState.Pending) =>
        await store.EndAttemptAsync(sweep, trial, fence, outcome ?? Released, next, isDeath: outcome?.IsDeath == true) is not null;
}
