using System.Diagnostics;
using System.Globalization;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.StoreBench;

/// <summary>Callers that each wait for one answer before the next question, each with a trial of its own.</summary>
internal static class Load
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
    private static readonly Numerics Numerics = new("cpu", "avx2", "2.10", 1, "fp32");

    public static async Task RunAsync(string database, SweepStore store)
    {
        await MeasureAsync(store, callers: 16, seconds: 1);
        foreach (var callers in (int[])[1, 16, 128])
        {
            var (epochs, leases) = await MeasureAsync(store, callers, seconds: 3);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database,-10} {callers,7} {epochs,10:N0} {leases,18:N0}"));
        }
    }

    /// <returns>Epochs recorded in a second; leases and ends, counted together, in a second.</returns>
    private static async Task<(double Epochs, double Leases)> MeasureAsync(SweepStore store, int callers, double seconds)
    {
        var sweep = await store.CreateSweepAsync("load", "", "", null, 0, BigSweep.Trials(callers));
        var fences = new long[callers + 1];
        var leases = 2 * await RateAsync(callers, seconds, async trial =>
        {
            await LeaseAsync(trial);
            Expect(
                await store.EndAttemptAsync(
                    sweep, trial, fences[trial], new TrialOutcome.Released(), TrialState.Pending, isDeath: false) is not null);
        });
        await Task.WhenAll(Enumerable.Range(1, callers).Select(LeaseAsync));
        var done = new int[callers + 1];
        var epochs = await RateAsync(callers, seconds, async trial =>
            Expect(
                await store.RecordEpochAsync(
                    sweep, trial, fences[trial], new(++done[trial], 0.5, 0.8, 0.6, 0.7, 1)) is RecordResult.Recorded));
        return (epochs, leases);

        async Task LeaseAsync(int trial) =>
            fences[trial] = (await store.LeaseAsync(sweep, trial, fences[trial], "worker", Ttl, Numerics))!.Fence;
    }

    /// <returns>How often in a second.</returns>
    private static async Task<double> RateAsync(int callers, double seconds, Func<int, Task> ask)
    {
        var (watch, count) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(1, callers).Select(caller => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await ask(caller);
                Interlocked.Increment(ref count);
            }
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static void Expect(bool isTrue) => _ = isTrue ? 0 : throw new InvalidOperationException("The store refused what it should do.");
}
