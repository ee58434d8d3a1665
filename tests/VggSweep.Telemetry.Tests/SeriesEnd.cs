using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Coordinator;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;
using VggSweep.Worker.Telemetry;

namespace VggSweep.Telemetry.Tests;

/// <summary>No series outlives what it tells of, however many sweeps and trials come and go.</summary>
public sealed class SeriesEnd : IDisposable
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);
    private static readonly TrainingSpec Training = new() { Images = 512, ValidationImages = 256 };

    private static readonly ParameterSpace[] Axes =
    [
        new ParameterSpace.Values("width", [4L]), new ParameterSpace.Values("resolution", [32L]),
    ];

    private readonly FakeTimeProvider time = new();
    private readonly CoordinatorTelemetry coordinator;
    private readonly NumberedMeters leases = new(Metrics.LeaseMeter);

    public SeriesEnd() => coordinator = new CoordinatorTelemetry(
        new CoordinatorOptions { ScrapeInterval = ScrapeInterval }, time, NullLoggerFactory.Instance);

    public void Dispose() => coordinator.Dispose();

    [Fact]
    public async Task A_sweeps_series_stay_for_two_scrapes_after_its_end()
    {
        await using var scraped = await Scraped.StartAsync();
        Run("short", 1);
        Assert.Contains(await scraped.OwnSeriesAsync(), Tells("short"));
        time.Advance((2 * ScrapeInterval) - TimeSpan.FromMilliseconds(1));
        Assert.Contains(await scraped.OwnSeriesAsync(), Tells("short"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await scraped.OwnSeriesAsync(); // A meter that has ended is told of once more.
        Assert.DoesNotContain(await scraped.OwnSeriesAsync(), Tells("short"));
    }

    [Fact]
    public async Task A_sweep_that_is_extended_after_its_end_keeps_its_series()
    {
        await using var scraped = await Scraped.StartAsync();
        Run("long", 1);
        time.Advance(ScrapeInterval);
        coordinator.Follow("long", Axes);
        time.Advance(10 * ScrapeInterval);
        await scraped.OwnSeriesAsync();
        Assert.Contains(await scraped.OwnSeriesAsync(), Tells("long"));
    }

    [Fact]
    public async Task A_sweep_that_goes_on_elsewhere_is_told_of_there_alone()
    {
        await using var scraped = await Scraped.StartAsync();
        coordinator.Follow("moved", Axes);
        coordinator.GiveUp("moved");
        await scraped.OwnSeriesAsync();
        Assert.DoesNotContain(await scraped.OwnSeriesAsync(), Tells("moved"));
    }

    [Fact]
    public async Task The_end_of_one_lease_leaves_the_series_of_another()
    {
        await using var scraped = await Scraped.StartAsync();
        using var stays = new LeaseMeter(leases, new LeaseKey("both", 1, 1));
        stays.Recorded(Epoch(1));
        var goes = new LeaseMeter(leases, new LeaseKey("both", 2, 1));
        goes.Recorded(Epoch(1));
        Assert.Contains(await scraped.OwnSeriesAsync(), line => line.Contains("trial_id=\"2\"", StringComparison.Ordinal));
        goes.Dispose();
        await scraped.OwnSeriesAsync();
        stays.Recorded(Epoch(2));
        var after = await scraped.OwnSeriesAsync();
        Assert.Contains(
            after,
            line => line.StartsWith(Metrics.TrialEpoch.Series, StringComparison.Ordinal)
                && line.Contains("trial_id=\"1\"", StringComparison.Ordinal) && line.Contains(" 2", StringComparison.Ordinal));
        Assert.DoesNotContain(after, line => line.Contains("trial_id=\"2\"", StringComparison.Ordinal));
        Assert.DoesNotContain(after, line => line.Contains($"{NumberedMeters.Number}=", StringComparison.Ordinal));
    }

    /// <summary>Aspire's dashboard lists meters by name, and keeps every name that it ever saw.</summary>
    [Fact]
    public void However_many_leases_and_sweeps_there_are_a_viewer_sees_one_meter_of_each()
    {
        var names = new ConcurrentDictionary<string, bool>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names[instrument.Meter.Name] = true };
        listener.Start();
        coordinator.Follow("one", Axes);
        coordinator.Follow("other", Axes);
        using var first = new LeaseMeter(leases, new LeaseKey("one", 1, 1));
        using var second = new LeaseMeter(leases, new LeaseKey("one", 2, 1));
        Assert.Equal(
            [Metrics.LeaseMeter, Metrics.SweepMeter],
            names.Keys.Where(name => name.StartsWith(Metrics.LeaseMeter, StringComparison.Ordinal)
                || name.StartsWith(Metrics.SweepMeter, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_twenty_sweeps_one_of_them_of_three_thousand_trials_there_are_as_many_series_as_before()
    {
        await using var scraped = await Scraped.StartAsync();
        Run("first", 200);
        time.Advance(2 * ScrapeInterval);
        await scraped.OwnSeriesAsync();
        var before = (await scraped.OwnSeriesAsync()).Select(Name).ToList();
        for (var sweep = 1; sweep <= 20; sweep++)
        {
            Run($"nothing-{sweep}", sweep == 10 ? 3_000 : 200);
            Assert.Contains(await scraped.OwnSeriesAsync(), Tells($"nothing-{sweep}"));
            time.Advance(2 * ScrapeInterval);
        }

        // 16,000 instruments have come and gone by now, and there is room for one more lease.
        using (var lease = new LeaseMeter(leases, new LeaseKey("last", 1, 1)))
        {
            lease.Recorded(Epoch(1));
            Assert.Contains(await scraped.OwnSeriesAsync(), Tells("last"));
        }

        await scraped.OwnSeriesAsync();
        var after = await scraped.OwnSeriesAsync();
        Assert.Equal(before, after.Select(Name));
        Assert.DoesNotContain(after, line => line.Contains("overflow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scrape_with_64_slots_and_50_sweeps_is_as_large_as_what_it_tells_of()
    {
        await using var scraped = await Scraped.StartAsync();
        var idle = (await scraped.OwnSeriesAsync()).Count;
        for (var sweep = 1; sweep <= 50; sweep++)
        {
            coordinator.Follow($"large-{sweep}", Axes);
        }

        var perSweep = ((await scraped.OwnSeriesAsync()).Count - idle) / 50;
        var slots = Enumerable.Range(1, 64).Select(trial => new LeaseMeter(leases, new LeaseKey("large-1", trial, 1))).ToList();
        slots.ForEach(slot => slot.Recorded(Epoch(1)));

        // Progress, images of two phases and each state of a sweep; an epoch and two splits of two metrics of a trial.
        Assert.Equal(1 + 2 + Enum.GetValues<TrialState>().Length, perSweep);
        Assert.Equal(idle + (50 * perSweep) + (64 * 5), (await scraped.OwnSeriesAsync()).Count);
        slots.ForEach(slot => slot.Dispose());
    }

    /// <summary>A sweep whose trials do nothing but come and go, one after another.</summary>
    private void Run(string sweep, int trials)
    {
        var meter = coordinator.Follow(sweep, Axes);
        for (var trial = 1; trial <= trials; trial++)
        {
            using var lease = new LeaseMeter(leases, new LeaseKey(sweep, trial, 1));
            lease.Recorded(Epoch(1));
            meter.Recorded(Epoch(1), Training);
            meter.Reached(new TrialParameters { Width = 4, Resolution = 32 }, 0.5);
            meter.Climbed([trial, trial / 3]);
            meter.Finished(nameof(TrialOutcome.Completed));
            coordinator.Decided(Verdict.Continue);
            coordinator.Placed(TimeSpan.FromSeconds(1));
        }

        meter.Count(new Dictionary<TrialState, int> { [TrialState.Completed] = trials });
        coordinator.End(sweep);
    }

    private static EpochRecord Epoch(int number) => new(number, 1, 0.5, 1, 0.5, 1);

    private static Predicate<string> Tells(string sweep) => line => line.Contains($"sweep_id=\"{sweep}\"", StringComparison.Ordinal);

    /// <summary>The series of a line, without its value.</summary>
    private static string Name(string line) => line[..(line.LastIndexOf('}') + 1)];
}
