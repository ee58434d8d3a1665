using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>Serializes what happens to one trial. It remembers nothing that the rows do not say.</summary>
internal sealed class TrialGrain(SweepStore store) : Grain, ITrialGrain
{
    private string sweep = "";
    private int trial;
    private int retries;

    private ISweepGrain Sweep => GrainFactory.GetGrain<ISweepGrain>(sweep);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        (sweep, trial) = (key[..slash], int.Parse(key[(slash + 1)..]));
        retries = (await Sweep.Terms()).Retries;
    }

    public async Task<Numerics?> Begin(long fence, Numerics numerics) =>
        await store.SetNumericsAsync(sweep, trial, fence, numerics);

    public async Task<EpochReply> Record(long fence, EpochRecord record)
    {
        switch (await store.RecordEpochAsync(sweep, trial, fence, record))
        {
            case RecordResult.NotReproducible different:
                return new EpochReply.Differs(different.RecordedTrainLoss);
            case RecordResult.Fenced:
                return new EpochReply.Fenced();
            case RecordResult.OutOfOrder gap:
                throw new InvalidOperationException($"{sweep}/{trial}: epoch {record.Epoch} came after {gap.Done} recorded ones.");
        }

        var decision = await Sweep.Judge(trial, record);
        return decision.Verdict switch
        {
            Verdict.Pause => new EpochReply.Pause(decision.Reason),
            Verdict.Prune => new EpochReply.Prune(decision.Reason),
            _ => new EpochReply.Continue(),
        };
    }

    public async Task<IReadOnlyList<string>?> Checkpointed(long fence, CheckpointReference checkpoint) =>
        await store.RecordCheckpointAsync(sweep, trial, fence, checkpoint)
            ? await store.ForgetCheckpointsAsync(sweep, trial, keep: 2)
            : null;

    public async Task<IReadOnlyList<string>?> End(long fence, TrialOutcome outcome)
    {
        var row = await store.TrialAsync(sweep, trial);
        var state = RetryRule.After(outcome, row?.Failures ?? 0, retries);
        var ended = await store.EndAttemptAsync(sweep, trial, fence, outcome, state);
        await GrainFactory.GetGrain<ILeaseBookGrain>(0).Release(new LeaseKey(sweep, trial, fence), requeue: state is TrialState.Pending);
        if (!ended)
        {
            return null;
        }

        await Sweep.Left(trial, state);
        DeactivateOnIdle();
        return state.IsEnded() ? await store.ForgetCheckpointsAsync(sweep, trial, keep: 0) : [];
    }
}
