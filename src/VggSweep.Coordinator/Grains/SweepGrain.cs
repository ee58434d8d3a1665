using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Drives one sweep's scheduler, restored from the rows, and knows when the sweep has ended.</summary>
internal sealed partial class SweepGrain(IGrainContext context, IGrainFactory grains, SweepStore store, CoordinatorOptions options, CoordinatorTelemetry telemetry)
    : IGrainBase, ISweepGrain
{
    /// <summary>Trials that are not at their end.</summary>
    private readonly HashSet<int> open = [];

    /// <summary>The text that <see cref="spec"/> was read from.</summary>
    private string yaml = "";

    private SweepSpec spec = null!;
    private SweepTerms terms = null!;
    private IScheduler scheduler = null!;
    private SweepState state;
    private int failed;

    /// <summary>Null when the sweep has ended.</summary>
    private SweepMeter? meter;

    /// <summary>Where in the grid each trial is.</summary>
    private readonly Dictionary<int, (int? Width, int Resolution)> cells = [];

    private Look? looked;

    public IGrainContext GrainContext => context;

    private string Id => this.GetPrimaryKeyString();

    private ILeaseBookGrain Book => grains.GetGrain<ILeaseBookGrain>(0);

    public async Task OnActivateAsync(CancellationToken token)
    {
        await ReadAsync();
        scheduler = Schedulers.For(spec);
        await ReplayAsync();
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        telemetry.GiveUp(Id);
        return Task.CompletedTask;
    }

    public Task<SweepTerms> Terms() => Task.FromResult(terms);

    public async Task<bool> Start()
    {
        // Another activation may have paused or cancelled it while the cluster was of two minds about its silos.
        await ReadAsync();
        if (state is SweepState.Cancelled || (state is SweepState.Completed && open.Count == 0))
        {
            return false;
        }

        if (state is not SweepState.Running)
        {
            await EnterAsync(SweepState.Running);
        }

        await SettleAllAsync();
        await QueueAsync();
        await EndIfDoneAsync();
        return true;
    }

    public async Task Left(int trial, TrialState trialState, string outcome)
    {
        if (!trialState.IsEnded() && state is SweepState.Cancelled)
        {
            // It was handed over, or its worker died, before it heard of the cancellation.
            await CancelPendingAsync("its sweep is cancelled");
            open.Remove(trial);
            return;
        }

        if (!trialState.IsEnded())
        {
            await SettleAsync(trial);
            await EndIfDoneAsync();
            return;
        }

        await WithdrawEndedAsync(trial, outcome);
        if (!open.Remove(trial))
        {
            return;
        }

        meter?.Finished(outcome);
        failed += trialState is TrialState.Failed ? 1 : 0;
        if (state is SweepState.Running && failed >= spec.Limits.FailedTrials)
        {
            await Book.Withdraw(Id, trial: null);
            await CancelPendingAsync($"{failed} trials failed, limits.failedTrials is {spec.Limits.FailedTrials}");
            await ReadAsync();
        }

        await EndIfDoneAsync();
    }

    public async Task<bool> Pause(string reason)
    {
        if (state.IsEnded())
        {
            return false;
        }

        await Book.Withdraw(Id, trial: null);
        await EnterAsync(SweepState.Paused);
        await store.DecideAsync(Id, null, null, "Pause", reason);
        await Book.Order(Id, trial: null, StopOrder.HandOver);
        return true;
    }

    public async Task<bool> Cancel(int? trial, string reason)
    {
        if (state.IsEnded() || (trial is { } one && !open.Contains(one)))
        {
            return false;
        }

        await Book.Withdraw(Id, trial);
        if (trial is { } number)
        {
            await store.CancelTrialAsync(Id, number, reason);
            decided++;
            scheduler.Withdraw(number);
        }
        else
        {
            await CancelPendingAsync(reason);
            await EnterAsync(SweepState.Cancelled);
        }

        await Book.Order(Id, trial, StopOrder.Cancel);
        await ReadAsync();
        await EndIfDoneAsync();
        return true;
    }

    public async Task<bool> Delete()
    {
        await ReadAsync();
        if (!state.IsEnded() || open.Count > 0)
        {
            return false;
        }

        await store.DeleteSweepAsync(Id);
        this.DeactivateOnIdle();
        return true;
    }

    public async Task Tend()
    {
        var counts = await store.CountTrialsAsync(Id);
        meter?.Count(counts);
        var look = new Look(
            counts.Where(count => !count.Key.IsEnded()).Sum(count => count.Value), counts.GetValueOrDefault(TrialState.Pending), open.Count, await Book.Waiting(Id),
            counts.GetValueOrDefault(TrialState.Paused), scheduler.Paused);
        if (state is not SweepState.Running || (look == looked && look.Unended != look.Open))
        {
            // Only running sweeps are tended: by the rows it runs, and another activation of ours has started it.
            await ReadAsync();
        }

        if (look == looked && state is SweepState.Running && look.Paused != look.ToPause)
        {
            await SettleAllAsync();
        }

        if (look == looked && state is SweepState.Running && look.Waiting != look.Pending)
        {
            await QueueAsync();
        }

        looked = look;
        await EndIfDoneAsync();
    }

    private async Task CancelPendingAsync(string reason)
    {
        await store.CancelPendingAsync(Id, reason);
        decided++;
        scheduler.WithdrawPaused();
    }

    private async Task QueueAsync() => await Book.Queue(
        Id, terms, [.. (await store.TrialsAsync(Id)).Where(trial => trial.State is TrialState.Pending).Select(trial => trial.ToQueued())]);

    private async Task EndIfDoneAsync()
    {
        await PruneIfAllPauseAsync();
        if (open.Count == 0 && state is SweepState.Running)
        {
            await Book.Withdraw(Id, trial: null);
            await EnterAsync(SweepState.Completed);
        }
    }

    private async Task EnterAsync(SweepState next)
    {
        var counts = await store.CountTrialsAsync(Id);
        await store.SetSweepStateAsync(Id, next);
        state = next;
        Measure(counts);
    }

    private async Task ReadAsync()
    {
        var row = await store.FindSweepAsync(Id) ?? throw new InvalidOperationException($"There is no sweep {Id}.");
        decided ??= row.Decided;
        var trials = await store.TrialsAsync(Id);

        // Only now: between two reads that fail there must be no moment at which nothing seems to be left.
        spec = row.SpecYaml == yaml ? spec : row.ToSpec();
        (yaml, state) = (row.SpecYaml, row.State);
        terms = SweepTerms.Of(spec, row.Priority);
        open.Clear();
        failed = 0;
        foreach (var trial in trials)
        {
            if (!cells.ContainsKey(trial.Number))
            {
                var parameters = TrialParametersJson.Read(trial.Parameters);
                cells[trial.Number] = (parameters.Width, parameters.Resolution);
                scheduled[trial.Number] = ScheduledTrial.Of(trial.Number, parameters, trial.Macs, spec.Training);
            }

            failed += trial.State is TrialState.Failed ? 1 : 0;
            if (!trial.State.IsEnded())
            {
                open.Add(trial.Number);
            }
        }

        Measure(trials.CountBy(trial => trial.State).ToDictionary());
    }

    /// <summary>Its series are there while it is not at its end.</summary>
    private void Measure(IReadOnlyDictionary<TrialState, int> counts)
    {
        meter ??= state.IsEnded() ? null : telemetry.Follow(Id);
        meter?.Count(counts);
        if (state.IsEnded())
        {
            meter = null;
            telemetry.End(Id);
        }
    }

    /// <summary>
    /// Trials by the rows, by our memory and by the book. What differs while trials move is on its way, and reading every
    /// row for it would cost more than the trials; what differs twice in the same way is lost.
    /// </summary>
    private sealed record Look(int Unended, int Pending, int Open, int? Waiting, int Paused, int ToPause);
}
