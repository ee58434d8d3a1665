using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Coordinator;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;

namespace VggSweep.Telemetry.Tests;

/// <summary>Best accuracies are labelled by the axes of their sweep, within a limit of series.</summary>
public sealed class BestAccuracies : IDisposable
{
    private readonly CoordinatorTelemetry coordinator = new(
        new CoordinatorOptions(), new FakeTimeProvider(), NullLoggerFactory.Instance);

    public void Dispose() => coordinator.Dispose();

    [Fact]
    public async Task Swept_keys_are_labels_and_the_best_of_the_seeds_counts()
    {
        var meter = coordinator.Follow(
            "named", [Listed("head", Head.Dense, Head.Gap), Listed("lr", 0.1, 0.05), Listed("seed", 1L, 2L)]);
        meter.Reached(new TrialParameters { Head = Head.Gap, Lr = 0.05, Seed = 1 }, 0.75);
        meter.Reached(new TrialParameters { Head = Head.Gap, Lr = 0.05, Seed = 2 }, 0.5);
        Assert.Equal(["""{head="gap",lr="0.05",sweep_id="named"} 0.75"""], await SeriesAsync("named"));
    }

    [Fact]
    public async Task The_heatmaps_labels_are_there_when_width_and_resolution_are_swept()
    {
        var meter = coordinator.Follow("grid", [Listed("width", 4L, 8L), Listed("resolution", 32L, 48L)]);
        meter.Reached(new TrialParameters { Width = 8, Resolution = 48 }, 0.5);
        Assert.Equal(["""{resolution="48",sweep_id="grid",width="8"} 0.5"""], await SeriesAsync("grid"));
    }

    [Fact]
    public async Task Reals_without_steps_and_axes_beyond_the_limit_are_not_labels()
    {
        var meter = coordinator.Follow(
            "wide",
            [
                new ParameterSpace.Range("lr", 0.01, 0.1, Logarithmic: true),
                new ParameterSpace.Integers("width", 1, 300),
                Listed("resolution", 32L, 48L),
                Listed("batchSize", 64L),
            ]);
        meter.Reached(new TrialParameters { Width = 3, Lr = 0.02, BatchSize = 64 }, 0.5);
        Assert.Equal(["""{batchSize="64",sweep_id="wide",width="3"} 0.5"""], await SeriesAsync("wide"));
    }

    [Fact]
    public async Task Cells_that_an_extension_adds_beyond_the_limit_have_no_series()
    {
        var meter = coordinator.Follow("extended", [Listed("width", 4L)]);
        for (var width = 1; width <= CellLabels.MostCells + 5; width++)
        {
            meter.Reached(new TrialParameters { Width = width }, 0.5);
        }

        Assert.Equal(CellLabels.MostCells, (await SeriesAsync("extended")).Count);
    }

    private static ParameterSpace.Values Listed(string key, params object[] values) => new(key, values);

    /// <returns>Labels and value of each series of the sweep.</returns>
    private static async Task<IReadOnlyList<string>> SeriesAsync(string sweep)
    {
        await using var scraped = await Scraped.StartAsync();
        return
        [
            .. (await scraped.OwnSeriesAsync())
                .Where(line => line.StartsWith("vggsweep_best_accuracy_ratio{", StringComparison.Ordinal)
                    && line.Contains($"sweep_id=\"{sweep}\"", StringComparison.Ordinal))
                .Select(line => line["vggsweep_best_accuracy_ratio".Length..]),
        ];
    }
}
