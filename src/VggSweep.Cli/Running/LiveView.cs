using Spectre.Console;
using Spectre.Console.Rendering;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>
/// Shows a sweep while it runs: a table that is redrawn where a person watches, else a line for each trial that ends, or one a minute.
/// </summary>
/// <param name="busy">What the slots of this process say; empty where others train.</param>
internal sealed class LiveView(SweepSource source, Func<IReadOnlyList<SlotView>> busy, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Of the time; a large sweep is looked at less often, so that watching costs training little.</summary>
    private const double ShareOfLooks = 0.1;

    /// <summary>The chart's title, axis and epochs, and two to spare.</summary>
    private const int OtherLines = 5;

    private readonly long startedAt = time.GetTimestamp();
    private readonly PipedLines lines = new(Terminal.Say, time);

    /// <summary>Validation accuracies of the trials that were shown, by trial.</summary>
    private readonly Dictionary<int, IReadOnlyList<double>> curves = [];

    /// <summary>Until the sweep runs no more or <paramref name="until"/> ends.</summary>
    public async Task ShowAsync(string sweep, CancellationToken until)
    {
        if (!terminal.IsWatched)
        {
            await FollowAsync(sweep, TellAsync, until);
            return;
        }

        // Cleared and written once more at its end: a table that has become lower would leave blank lines behind it.
        IRenderable last = Text.Empty;
        await terminal.Error.Live(new Text("Starting ...")).AutoClear(true).StartAsync(context =>
            FollowAsync(
                sweep,
                async results =>
                {
                    if (StandardStreams.IsErrorGone)
                    {
                        await TellAsync(results);
                    }
                    else
                    {
                        context.UpdateTarget(last = await RenderAsync(results));
                    }
                },
                until));
        terminal.Error.Write(last);
    }

    private Task TellAsync(SweepResults results)
    {
        lines.Tell(results, () => Totals(results, Busy(results)));
        return Task.CompletedTask;
    }

    private async Task FollowAsync(string sweep, Func<SweepResults, Task> show, CancellationToken until)
    {
        var isRunning = true;
        while (isRunning && !until.IsCancellationRequested)
        {
            var lookedAt = time.GetTimestamp();
            var results = ResultsReader.Of(await source.DetailsAsync(sweep));
            await show(results);
            isRunning = results.State is SweepState.Running or SweepState.Pending;
            if (isRunning)
            {
                var calm = time.GetElapsedTime(lookedAt) * ((1 / ShareOfLooks) - 1);
                var period = calm < ShortestPeriod ? ShortestPeriod : calm > LongestPeriod ? LongestPeriod : calm;
                await Task.Delay(period, time, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Rows> RenderAsync(SweepResults results)
    {
        var slots = Busy(results);
        var table = new LiveTable(terminal.Error, results, slots, curves);
        foreach (var trial in table.Shown.Where(trial => trial.Epochs > (curves.GetValueOrDefault(trial.Trial)?.Count ?? 0)))
        {
            curves[trial.Trial] = [.. (await source.EpochsAsync(results.Sweep, trial.Trial)).Select(epoch => epoch.ValidationAccuracy)];
        }

        return new Rows([table.Render(), .. Chart(terminal.Error, results, table, curves), new Text(Totals(results, slots))]);
    }

    /// <summary>The best trial's curve, where the console has lines to spare.</summary>
    internal static IEnumerable<IRenderable> Chart(
        IAnsiConsole console, SweepResults results, LiveTable table, IReadOnlyDictionary<int, IReadOnlyList<double>> curves)
    {
        if (table.Hidden is not null || console.Profile.Height < table.Height + LineChart.Height + OtherLines
            || results.BestOfRecorded is not { } best
            || curves.GetValueOrDefault(best.Trial) is not { Count: >= LineChart.FewestValues } curve)
        {
            yield break;
        }

        var isUnicode = console.Profile.Capabilities.Unicode;
        yield return new Text($"Validation accuracy in % of trial {best.Trial}, the best so far:");
        var marked = (isUnicode ? '●' : '*', (IReadOnlyList<double>)[.. curve.Select(value => 100 * value)]);
        foreach (var line in LineChart.Of([marked], console.Profile.Width, isUnicode))
        {
            yield return new Text(line);
        }
    }

    private Dictionary<int, SlotView> Busy(SweepResults results) =>
        busy().Where(view => view.Sweep == results.Sweep).ToDictionary(view => view.Trial);

    /// <summary>Where the slots are not ours, from the recorded epochs of what runs.</summary>
    private static double ImagesPerSecond(SweepResults results, Dictionary<int, SlotView> slots) => slots.Count > 0
        ? slots.Values.Sum(view => view.ImagesPerSecond)
        : results.Trials.Where(trial => trial is { State: TrialState.Running, Epochs: > 0, Seconds: > 0 })
            .Sum(trial => trial.Training.CountTrainingImages() * trial.Epochs / trial.Seconds);

    private string Totals(SweepResults results, Dictionary<int, SlotView> slots)
    {
        var counts = string.Join(
            ", ",
            results.Counts
                .OrderBy(count => count.Key)
                .Select(count => $"{count.Value:N0} {count.Key.ToString().ToLowerInvariant()}"))
            + (results.ToPropose > 0 ? $", {results.ToPropose:N0} to come" : "");
        var elapsed = time.GetElapsedTime(startedAt);
        var left = Remaining.Seconds(results, slots) is > 0 and var seconds
            ? $", {(results.Spec.Scheduler is RunToEndSpec ? "about" : "at most")} {TimeText.Of(seconds)} left"
            : "";
        var best = results.BestOfRecorded is { } trial
            ? $", best validation {ResultTables.Percent(trial.ValidationAccuracy)} (trial {trial.Trial})"
            : "";
        var speed = results.Count(TrialState.Running) > 0 ? $"{ImagesPerSecond(results, slots):0} images/s, " : "";
        return $"{counts}; {speed}watching for {(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}{left}{best}";
    }
}
