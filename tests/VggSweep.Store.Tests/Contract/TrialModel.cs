using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <summary>What the store must answer about one trial, in the fewest words. Answers are text, so that both sides compare.</summary>
internal sealed class TrialModel
{
    private const string Yes = "True";
    private const string No = "False";

    private static readonly Numerics Wider = Given.Numerics with { InstructionSet = "avx512", Threads = 2 };

    private readonly List<double> losses = [];
    private readonly HashSet<(long Fence, int Epoch)> checkpoints = [];
    private TrialState state = TrialState.Pending;
    private Numerics? numerics;
    private bool numericsChanged;
    private int deaths;
    private int failures;

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
                return Lease(fence, Offered(variant));
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
                End(holds, variant);
                break;
        }

        return holds ? Yes : No;
    }

    public static async Task<string> AskAsync(SweepStore store, string sweep, Call call, long fence, int epoch, int variant)
    {
        switch (call)
        {
            case Call.Lease:
                var lease = await store.LeaseAsync(sweep, 1, fence, "worker", Given.Ttl, Offered(variant));
                return lease is null ? No : Describe(
                    lease.Fence, lease.Done, lease.Numerics,
                    lease.Checkpoints.Select(checkpoint => (checkpoint.Fence, checkpoint.Epoch)));
            case Call.Record:
                return (await store.RecordEpochAsync(sweep, 1, fence, Given.Epoch(epoch + 1, Loss(variant)))).ToString();
            case Call.RecordNext:
                var next = (await store.TrialAsync(sweep, 1))!.Done + 1;
                return (await store.RecordEpochAsync(sweep, 1, fence, Given.Epoch(next, Loss(variant)))).ToString();
            case Call.Checkpoint:
                return $"{await store.RecordCheckpointAsync(sweep, 1, fence, Given.Checkpoint(epoch, 0, fence)) is not null}";
            case Call.Renew:
                return $"{(await store.RenewAsync([new(sweep, 1, fence)], Given.Ttl)).Count == 1}";
            case Call.End:
                return $"{await store.EndAsync(sweep, 1, fence, Outcome(variant), Next(variant))}";
            default:
                await store.ReleaseOrphansAsync(sweep);
                return Yes;
        }
    }

    public override string ToString() => Describe(state, Fence, losses.Count, failures, deaths, numericsChanged);

    public static string Describe(TrialRow row) => Describe(row.State, row.Fence, row.Done, row.Failures, row.Deaths, row.NumericsChanged);

    private static string Describe(TrialState state, long fence, int done, int failures, int deaths, bool numericsChanged) =>
        $"{state}, fence {fence}, done {done}, failures {failures}, deaths {deaths}, numerics changed {numericsChanged}";

    private string Lease(long fence, Numerics offered)
    {
        if (fence != Fence || state is not (TrialState.Pending or TrialState.Paused))
        {
            return No;
        }

        (Fence, state) = (fence + 1, TrialState.Running);
        numerics ??= offered;
        if (numerics.InstructionSet != offered.InstructionSet)
        {
            (numerics, numericsChanged) = (offered with { Threads = numerics.Threads }, true);
        }

        return Describe(Fence, losses.Count, numerics, checkpoints.OrderDescending());
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
            deaths = 0;
            return new RecordResult.Recorded();
        }

        var known = losses[epoch - 1];
        return numericsChanged || BitConverter.DoubleToInt64Bits(known) == BitConverter.DoubleToInt64Bits(loss)
            ? new RecordResult.Known(Given.Epoch(epoch, known))
            : new RecordResult.NotReproducible(known);
    }

    private void End(bool holds, int variant)
    {
        if (holds)
        {
            state = Next(variant);
            deaths += Outcome(variant).IsDeath ? 1 : 0;
            failures += Outcome(variant).CountsAsFailure ? 1 : 0;
        }
    }

    private bool Checkpoint(int epoch)
    {
        if (epoch > losses.Count)
        {
            return false;
        }

        checkpoints.Add((Fence, epoch));
        checkpoints.ExceptWith(checkpoints.OrderDescending().Skip(SweepLayout.KeptCheckpoints).ToList());
        return true;
    }

    private static string Describe(long fence, int done, Numerics numerics, IEnumerable<(long Fence, int Epoch)> checkpoints) =>
        $"fence {fence}, done {done}, {numerics}, checkpoints {string.Join(' ', checkpoints)}";

    /// <summary>One in ten differs, in the last bit.</summary>
    private static double Loss(int variant) => variant == 9 ? Math.BitIncrement(0.1) : 0.1;

    private static Numerics Offered(int variant) => variant > 7 ? Wider : Given.Numerics;

    private static TrialOutcome Outcome(int variant) => (variant % 4) switch
    {
        0 => new TrialOutcome.Released(),
        1 => new TrialOutcome.LeaseLost("gone"),
        2 => new TrialOutcome.Faulted("killed", Died: true),
        _ => new TrialOutcome.Faulted("exit code 3"),
    };

    /// <summary>Mostly to states that can be leased again.</summary>
    private static TrialState Next(int variant) => variant switch
    {
        9 => TrialState.Failed,
        > 5 => TrialState.Paused,
        _ => TrialState.Pending,
    };
}
