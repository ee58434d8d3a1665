using System.Text.Json;

namespace VggSweep.AppHost.Running.Tests;

/// <summary>What Prometheus reads of the cluster.</summary>
internal static class Scraping
{
    /// <summary>Ends when it reads the coordinator and both workers; a program that is healthy may still be out of its reach.</summary>
    public static async Task AllAreUpAsync(PrometheusQueries prometheus, DateTimeOffset since)
    {
        foreach (var (job, programs) in new[] { ("vggsweep-coordinator", 1), ("vggsweep-worker", 2) })
        {
            await RunningApp.UntilAsync($"{programs} of {job} are scraped", async () =>
                (await prometheus.RangeAsync($"up{{job=\"{job}\"}}", since)).EnumerateArray().ToList() is var series
                    && series.Count == programs && series.All(IsUp));
        }
    }

    private static bool IsUp(JsonElement series) => series.GetProperty("values").EnumerateArray().Last()[1].GetString() == "1";
}
