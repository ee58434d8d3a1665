using VggSweep.Cli.Results;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Cli.Sources;

/// <summary>The sweeps of a home. A run that was killed cannot say so in its rows: only who holds the home runs.</summary>
internal sealed class HomeSource(string home) : SweepSource
{
    /// <summary>Asked before the rows are read: a run that ends in between has left its state in them.</summary>
    private readonly bool isHeld = HomeLock.IsHeld(home);

    private readonly SweepStore store = Homes.Read(home);

    public override async Task<IReadOnlyList<ListedSweep>> ListAsync() =>
        [.. (await SweepRows.ListAsync(store)).Select(sweep => sweep with { State = StateOf(sweep.State) })];

    public override async Task<SweepDetails> DetailsAsync(string sweep)
    {
        var details = await SweepRows.DetailsAsync(store, await ResultsReader.RequireAsync(store, sweep));
        return details with
        {
            State = StateOf(details.State),
            Trials = [.. details.Trials.Select(trial => !isHeld && trial.State is TrialState.Running ? trial with { State = TrialState.Pending } : trial)],
        };
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

    public override async Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep)
    {
        await ResultsReader.RequireAsync(store, sweep);
        return await SweepRows.EventsAsync(store, sweep);
    }

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private static CommandFailure NoTrial(string sweep, int trial) =>
        new(ExitCode.NoInput, $"Sweep {sweep} has no trial {trial}; `vggsweep trials {sweep}` shows them.");

    private SweepState StateOf(SweepState state) => state is SweepState.Running or SweepState.Pending && !isHeld ? SweepState.Stopped : state;
}
