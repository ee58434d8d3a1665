using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>
/// Shows a sweep while it runs: a table that is redrawn where a person watches, else a line for each trial that ends.
/// </summary>
internal sealed class LiveView(SweepStore store, SlotBoard board, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly long startedAt = time.GetTimestamp();
    private readonly EndedTrials ended = new();

    /// <summary>Until the sweep has ended or <paramref name="until"/> ends.</summary>
    public async Task ShowAsync(string sweep, CancellationToken until)
    {
        if (!terminal.IsWatched)
        {
            await FollowAsync(sweep, results => { ended.Tell(results); return Task.CompletedTask; }, until);
            return;
        }

        await terminal.Error.Live(new Text("Starting ...")).StartAsync(context =>
            FollowAsync(sweep, results => { context.UpdateTarget(Render(results)); return Task.CompletedTask; }, until));
    }

    private async Task FollowAsync(string sweep, Func<SweepResults, Task> show, CancellationToken until)
    {
        var isRunning = true;
        while (isRunning && !until.IsCancellationRequested)
        {
            var results = await ResultsReader.ReadAsync(store, sweep);
            await show(results);
            isRunning = results.State is SweepState.Running or SweepState.Pending;
            if (isRunning)
            {
                await Task.Delay(Period, time, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Rows Render(SweepResults results)
    {
        var busy = board.Busy.Where(view => view.Sweep == results.Sweep).ToDictionary(view => view.Trial);
        return new Rows(new LiveTable(terminal.Error, results, busy).Render(), Totals(results, busy.Values.Sum(view => view.ImagesPerSecond)));
    }

    private Text Totals(SweepResults results, double imagesPerSecond)
    {
        var ended = results.Trials.Count(trial => trial.State.IsEnded());
        var elapsed = time.GetElapsedTime(startedAt);
        var best = results.Best is { } trial ? $", best validation {ResultTables.Percent(trial.ValidationAccuracy)} (trial {trial.Trial})" : "";
        return new Text(
            $"{ended} of {results.Trials.Count} trials ended, {results.Count(TrialState.Running)} running, {imagesPerSecond:0} images/s, "
            + $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}{best}");
    }
}
