using System.Diagnostics;
using VggSweep.Simulation.Cluster;

namespace VggSweep.Simulation;

/// <summary>
/// Histories of a cluster under faults, each a function of its seed. <c>VGGSWEEP_SEED</c> replays one,
/// <c>VGGSWEEP_HISTORIES</c> says how many are run.
/// </summary>
public sealed class Histories(ITestOutputHelper output)
{
    [Fact]
    public void Every_small_history_keeps_the_invariants_and_ends_as_the_undisturbed_run() => Run(Scope.Small, count: 500);

    [Fact]
    public void Every_large_history_keeps_the_invariants_and_ends_as_the_undisturbed_run() => Run(Scope.Large, count: 100);

    private void Run(Scope scope, int count)
    {
        var (first, wanted) = (Setting.Seed, Setting.Histories);
        var seeds = Enumerable.Range(0, (int)(wanted ?? (first is null ? count : 1))).Select(index => (first ?? 1) + index).ToList();
        var startedAt = Stopwatch.GetTimestamp();
        var histories = new History[seeds.Count];
        Parallel.For(
            0, seeds.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            index => histories[index] = History.Run(seeds[index], seed => new World(seed, scope)));
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var failed = histories.Where(history => history.Violations.Count > 0).ToList();
        output.WriteLine(
            $"{histories.Length} histories in {elapsed.TotalSeconds:0.0} s, "
            + $"{histories.Length / elapsed.TotalSeconds:0.0} a second, {histories.Sum(history => history.Commits)} "
            + $"commits, {histories.Sum(history => history.LateRecords)} late records refused, "
            + $"{Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s of processor time; {failed.Count} with violations");
        foreach (var kind in histories.SelectMany(history => history.Faults).GroupBy(fault => fault.Key).OrderBy(kind => kind.Key))
        {
            output.WriteLine($"  {kind.Key}: {kind.Sum(fault => fault.Value)}");
        }

        Assert.True(
            failed.Count == 0,
            string.Join("\n\n", failed.Take(3).Select(history => history.ToString()))
                + $"\n\nAll that failed: {string.Join(", ", failed.Select(history => history.Seed))}");
    }
}
