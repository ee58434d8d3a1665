using VggSweep.Cli.Results;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Cli.Sources;

/// <summary>The sweeps of a home. A run that was killed cannot say so in its rows: only who holds the home runs.</summary>
internal sealed class HomeSource : SweepSource
{
    private readonly string home;
    private readonly SweepStore store;

    /// <summary>Whether this process runs the home's sweep.</summary>
    private readonly bool isOurs;

    public HomeSource(string home) => (this.home, store) = (home, Homes.Read(home));

    /// <param name="home">The folder, which this process holds.</param>
    /// <param name="store">Stays the caller's.</param>
    public HomeSource(string home, SweepStore store) => (this.home, this.store, isOurs) = (home, store, true);

    public override string Place => home;

    public override async Task<IReadOnlyList<ListedSweep>> ListAsync()
    {
        var isHeld = IsHeld();
        return [.. (await SweepRows.ListAsync(store)).Select(sweep => sweep with { State = StateOf(sweep.State, isHeld) })];
    }

    public override async Task<SweepDetails> DetailsAsync(string sweep)
    {
        var isHeld = IsHeld();
        var details = await SweepRows.DetailsAsync(store, await ResultsReader.RequireAsync(store, sweep));
        return details with
        {
            State = StateOf(details.State, isHeld),
            Trials = StatesOf(details.Trials, isHeld),
            Counts = details.Counts.GroupBy(count => StateOf(count.Key, isHeld), count => count.Value)
                .ToDictionary(group => group.Key, group => group.Sum()),
        };
    }

    public override async Task<TrialPage> TrialsAsync(string sweep, int from, int most)
    {
        var isHeld = IsHeld();
        await ResultsReader.RequireAsync(store, sweep);
        var page = await SweepRows.PageAsync(store, sweep, from, most);
        return page with { Trials = StatesOf(page.Trials, isHeld) };
    }

    public override async Task<TrialPage> BestAsync(string sweep)
    {
        var isHeld = IsHeld();
        var row = await ResultsReader.RequireAsync(store, sweep);
        var page = await SweepRows.RankedAsync(store, row, SweepDetails.MostRanked);
        return page with { Trials = StatesOf(page.Trials, isHeld) };
    }

    public override async Task<IReadOnlyList<ListedEpoch>> EpochsAsync(string sweep, int trial)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await SweepRows.EpochsAsync(store, sweep, trial)
            ?? throw NoTrial(sweep, trial);
    }

    public override async Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await SweepRows.AllEpochsAsync(store, sweep);
    }

    public override async Task<string> LogAsync(string sweep, int trial, int from)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await store.TrialAsync(sweep, trial) is not null
            ? await TrialLogReader.ReadAsync(home, sweep, trial, from)
            : throw NoTrial(sweep, trial);
    }

    public override async Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(string sweep)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await SweepRows.AttemptsAsync(store, sweep);
    }

    public override async Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await SweepRows.EventsAsync(store, sweep);
    }

    public override ValueTask DisposeAsync() => isOurs ? ValueTask.CompletedTask : store.DisposeAsync();

    private static CommandFailure NoTrial(string sweep, int trial) =>
        new(ExitCode.NoInput, $"Sweep {sweep} has no trial {trial}; `vggsweep trials {sweep}` lists them.");

    /// <summary>Asked before the rows are read: a run that ends in between has left its state in them.</summary>
    private bool IsHeld() => isOurs || HomeLock.IsHeld(home);

    private static IReadOnlyList<TrialResult> StatesOf(IReadOnlyList<TrialResult> trials, bool isHeld) =>
        [.. trials.Select(trial => trial with { State = StateOf(trial.State, isHeld) })];

    private static TrialState StateOf(TrialState state, bool isHeld) =>
        state is TrialState.Running && !isHeld ? TrialState.Pending : state;

    private static SweepState StateOf(SweepState state, bool isHeld) =>
        state is SweepState.Running or SweepState.Pending && !isHeld ? SweepState.Stopped : state;
}
