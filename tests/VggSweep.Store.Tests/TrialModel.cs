using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <summary>What the store must answer about one trial, in the fewest words. Answers are text, so that both sides compare.</summary>
internal sealed class TrialModel
{
    private const string Yes = "True";
    private const string No = "False";

    private readonly List<double> losses = [];
    private readonly HashSet<(long Fence, int Epoch)> checkpoints = [];
    private TrialState state = TrialState.Pending;

    public enum Call
    {
        Lease,
        Record,
        RecordNext,
        Checkpoint,
        Renew,
        End,
        ReleaseOrphans,
    }

    public long Fence { get; private set; }

    public string Answer(Call call, long fence, int epoch, int variant)
    {
        var holds = fence == Fence && state is TrialState.Running;
        switch (call)
        {
            case Call.Lease:
                return Lease(fence);
            case Call.ReleaseOrphans:
                state = state is TrialState.Running ? TrialState.Pending : state;
                return Yes;
            case Call.Record or Call.RecordNext when !holds:
                return new RecordResult.Fenced().ToString();
            case Call.Record:
                return Record(epoch + 1, Loss(variant)).ToString();
            case Call.RecordNext:
                return Record(losses.Count + 1, Loss(variant)).ToString();
            case Call.Checkpoint:
                return holds && Checkpoint(epoch) ? Yes : No;
            case Call.End:
                state = holds ? Next(variant) : state;
                break;
        }

        return holds ? Yes : No;
    }

    public static async Task<string> AskAsync(TemporaryHome home, string sweep, Call call, long fence, int epoch, int variant)
    {
        var store = home.Store;
        switch (call)
        {
            case Call.Lease:
                var lease = await home.LeaseAsync(sweep, 1, fence, "worker");
                return lease is null ? No : Describe(lease.Fence, lease.Done, lease.Checkpoints.Select(checkpoint => (checkpoint.Fence, checkpoint.Epoch)));
            case Call.Record:
                return (await store.RecordEpochAsync(sweep, 1, fence, TemporaryHome.Epoch(epoch + 1, Loss(variant)))).ToString();
            case Call.RecordNext:
                var next = (await store.TrialAsync(sweep, 1))!.Done + 1;
                return (await store.RecordEpochAsync(sweep, 1, fence, TemporaryHome.Epoch(next, Loss(variant)))).ToString();
            case Call.Checkpoint:
                return $"{await store.RecordCheckpointAsync(sweep, 1, fence, TemporaryHome.Checkpoint(epoch, 0, fence))}";
            case Call.Renew:
                return $"{(await store.RenewAsync([new(sweep, 1, fence)], TimeSpan.FromSeconds(7))).Count == 1}";
            case Call.End:
                return $"{await store.EndAttemptAsync(sweep, 1, fence, new TrialOutcome.Released(), Next(variant), isDeath: false)}";
            default:
                await store.ReleaseOrphansAsync(sweep);
                return Yes;
        }
    }

    private string Lease(long fence)
    {
        if (fence != Fence || state is not (TrialState.Pending or TrialState.Paused))
        {
            return No;
        }

        (Fence, state) = (fence + 1, TrialState.Running);
        return Describe(Fence, losses.Count, checkpoints.OrderDescending());
    }

    private RecordResult Record(int epoch, double loss)
    {
        if (epoch > losses.Count + 1)
        {
            return new RecordResult.OutOfOrder(losses.Count);
        }

        if (epoch == losses.Count + 1)
        {
            losses.Add(loss);
            return new RecordResult.Recorded();
        }

        var known = losses[epoch - 1];
        return BitConverter.DoubleToInt64Bits(known) == BitConverter.DoubleToInt64Bits(loss) ? new RecordResult.Known() : new RecordResult.NotReproducible(known);
    }

    private bool Checkpoint(int epoch)
    {
        if (epoch > losses.Count)
        {
            return false;
        }

        checkpoints.Add((Fence, epoch));
        return true;
    }

    private static string Describe(long fence, int done, IEnumerable<(long Fence, int Epoch)> checkpoints) =>
        $"fence {fence}, done {done}, checkpoints {string.Join(' ', checkpoints)}";

    /// <summary>One in ten differs, in the last bit.</summary>
    private static double Loss(int variant) => variant == 9 ? Math.BitIncrement(0.1) : 0.1;

    /// <summary>Mostly to states that can be leased again.</summary>
    private static TrialState Next(int variant) => variant switch
    {
        9 => TrialState.Failed,
        > 5 => TrialState.Paused,
        _ => TrialState.Pending,
    };
}
