using System.Diagnostics;
using VggSweep.Core.Telemetry;
using VggSweep.TestCluster;

/// <summary>One program with everything in it, as large as it gets: 64 slots that record epochs, of 50 sweeps.</summary>
internal static class ScrapeBench
{
    private const int Slots = 64;
    private const int Sweeps = 50;
    private const int Scrapes = 200;

    /// <summary>What the exporter would answer from memory would cost nothing: one scrape a second is past that.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const double MostMilliseconds = 100;

    public static async Task<int> RunAsync()
    {
        await using var served = await Served.StartAsync(Slots, new Dictionary<string, string>
        {
            ["VGGSWEEP_TRAINER"] = Builds.Of("VggSweep.NothingTrainer"),
            ["VGGSWEEP_NOTHING_PACE"] = "00:00:01",
        });
        for (var sweep = 1; sweep <= Sweeps; sweep++)
        {
            await served.SubmitAsync(
                $$"""
                name: wide-{{sweep}}
                network: { arch: narrow, head: gap, epochs: 10000 }
                parameters: { width: [4, 8], resolution: [32, 48], seed: [1, 2] }
                training: { images: 256, validationImages: 256 }
                """);
        }

        await served.UntilAsync(async () => Count(await served.ScrapeAsync(), Metrics.TrialEpoch) == Slots);
        var (times, text) = (new List<double>(), "");
        using var timer = new PeriodicTimer(Pause);
        while (times.Count < Scrapes)
        {
            await timer.WaitForNextTickAsync();
            var begun = Stopwatch.GetTimestamp();
            text = await served.ScrapeAsync();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        Say(
            $"{Count(text, Metrics.TrialEpoch)} trials and {Count(text, Metrics.SweepProgress)} sweeps in "
            + $"{text.Split('\n').Count(line => line.Length > 0 && line[0] != '#')} series, {text.Length / 1024} KiB");
        Say(
            $"{Scrapes} scrapes: median {times[Scrapes / 2]:0.0} ms, 95 in 100 {times[Scrapes * 95 / 100]:0.0} ms, "
            + $"longest {times[^1]:0.0} ms");
        return times[Scrapes * 95 / 100] < MostMilliseconds ? 0 : 1;
    }

    private static int Count(string metrics, Metric metric) =>
        metrics.Split('\n').Count(line => line.StartsWith(metric.Series + "{", StringComparison.Ordinal));

    private static void Say(string line) => Console.WriteLine(line);
}
