using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Drives one sweep's scheduler, restored from the rows, and knows when the sweep has ended.</summary>
internal sealed class SweepGrain(SweepStore store) : Grain, ISweepGrain
{
    /// <summary>The newest answer of each trial.</summary>
    private readonly Dictionary<int, (int Epoch, Decision Decision)> judged = [];

    private SweepSpec spec = null!;
    private IScheduler scheduler = null!;
    private bool started;
    private int left;
    private int failed;

    private string Id => this.GetPrimaryKeyString();

    private ILeaseBookGrain Book => GrainFactory.GetGrain<ILeaseBookGrain>(0);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var row = await store.FindSweepAsync(Id)
            ?? throw new InvalidOperationException($"There is no sweep {Id}.");
        spec = SweepSpecReader.Read(row.SpecYaml).Spec
            ?? throw new InvalidOperationException($"The stored file of sweep {Id} can no longer be read.");
        scheduler = Schedulers.For(spec);
        await ReplayAsync();
    }

    public Task<SweepTerms> Terms() =>
        Task.FromResult(new SweepTerms(spec.Training, spec.Limits.Slots, spec.Limits.Retries, spec.Limits.TrialTimeout));

    public async Task Start()
    {
        if (started)
        {
            return;
        }

        started = true;
        var trials = await store.TrialsAsync(Id);
        left = trials.Count(trial => !trial.State.IsEnded());
        failed = trials.Count(trial => trial.State is TrialState.Failed);
        await store.SetSweepStateAsync(Id, SweepState.Running);
        var waiting = trials.Where(trial => trial.State is TrialState.Pending)
            .Select(trial => new QueuedTrial(Id, trial.Number, trial.Fence, trial.Macs))
            .ToList();
        await Book.Queue(Id, await Terms(), waiting);
        await EndIfDoneAsync();
    }

    public async Task<Decision> Judge(int trial, EpochRecord record)
    {
        if (judged.TryGetValue(trial, out var newest) && record.Epoch <= newest.Epoch)
        {
            return record.Epoch == newest.Epoch ? newest.Decision : new Decision(Verdict.Continue, "judged before");
        }

        var decision = scheduler.Report(trial, record);
        judged[trial] = (record.Epoch, decision);
        await store.DecideAsync(Id, trial, record.Epoch, decision.Verdict.ToString(), decision.Reason);
        return decision;
    }

    public async Task Left(int trial, TrialState state)
    {
        if (!started || !state.IsEnded())
        {
            return;
        }

        left--;
        failed += state is TrialState.Failed ? 1 : 0;
        if (failed >= spec.Limits.FailedTrials)
        {
            await Book.Withdraw(Id);
            left -= await store.CancelPendingAsync(Id, $"{failed} trials failed, limits.failedTrials is {spec.Limits.FailedTrials}");
        }

        await EndIfDoneAsync();
    }

    public async Task Stop()
    {
        started = false;
        await Book.Withdraw(Id);
    }

    private async Task EndIfDoneAsync()
    {
        if (left <= 0)
        {
            await Book.Withdraw(Id);
            await store.SetSweepStateAsync(Id, SweepState.Completed);
        }
    }

    /// <summary>The scheduler sees every recorded epoch once, in the order of recording; an answer that a crash lost is stored now.</summary>
    private async Task ReplayAsync()
    {
        var stored = (await store.DecisionsAsync(Id)).Where(row => row.Epoch is not null).Select(row => (row.Trial, row.Epoch)).ToHashSet();
        foreach (var row in await store.EpochsInOrderAsync(Id))
        {
            var decision = scheduler.Report(row.Trial, row.ToRecord());
            judged[row.Trial] = (row.Epoch, decision);
            if (!stored.Contains((row.Trial, row.Epoch)))
            {
                await store.DecideAsync(Id, row.Trial, row.Epoch, decision.Verdict.ToString(), decision.Reason);
            }
        }
    }
}
