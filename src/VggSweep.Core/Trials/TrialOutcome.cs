namespace VggSweep.Core.Trials;

/// <summary>How an attempt ended. A closed set: expected endings are values, bugs throw.</summary>
[GenerateSerializer]
public abstract record TrialOutcome
{
    private TrialOutcome()
    {
    }

    /// <summary>Whether another attempt may end otherwise.</summary>
    public virtual bool MayRetry => false;

    /// <summary>Whether the attempt counts against the retries. A stop, a lost lease and a fault of the machine do not.</summary>
    public bool CountsAsFailure => this is Diverged or OutOfMemory or TimedOut or Faulted or NotReproducible or Quarantined or NoProgress;

    /// <summary>
    /// Whether the attempt counts towards quarantine: its process died, or the machine ran out of memory. Otherwise a trial
    /// whose prediction is wrong would take down one worker after another.
    /// </summary>
    public bool IsDeath =>
        this is LeaseLost { WorkerLives: false } or Faulted { Died: true } or MachineFault { Kind: MachineFaultKind.Memory };

    /// <summary>One word for tables and JSON.</summary>
    public string Name => GetType().Name;

    /// <summary>What a person needs to know beyond the name; empty when there is nothing.</summary>
    public virtual string Detail => "";

    public string Describe() => Detail.Length > 0 ? $"{Name}: {Detail}" : Name;

    /// <summary>All epochs trained; the test images were seen once.</summary>
    /// <param name="TestLoss">Mean cross-entropy over the 10,000 test images.</param>
    /// <param name="TestAccuracy">0 to 1.</param>
    /// <param name="Weights">File of the final weights.</param>
    /// <param name="PeakBytes">The trainer's greatest resident memory.</param>
    [GenerateSerializer]
    public sealed record Completed(double TestLoss, double TestAccuracy, CheckpointReference Weights, long PeakBytes) : TrialOutcome;

    /// <summary>The scheduler judged the trial not worth its cost.</summary>
    [GenerateSerializer]
    public sealed record Pruned(string Reason) : TrialOutcome
    {
        public override string Detail => Reason;
    }

    /// <summary>The scheduler gave the slot to others; the checkpoint waits.</summary>
    [GenerateSerializer]
    public sealed record Paused(string Reason) : TrialOutcome
    {
        public override string Detail => Reason;
    }

    /// <summary>A loss was no finite number. The same seed would do the same.</summary>
    [GenerateSerializer]
    public sealed record Diverged(int Epoch, int Step) : TrialOutcome
    {
        public override string Detail => $"the loss was not finite at step {Step} of epoch {Epoch}; lower lr";
    }

    /// <summary>The trial needs more memory than there was.</summary>
    [GenerateSerializer]
    public sealed record OutOfMemory(string Message) : TrialOutcome
    {
        public override string Detail => Message;
    }

    /// <summary>The attempt ran longer than the sweep allows, or the trainer stopped answering.</summary>
    [GenerateSerializer]
    public sealed record TimedOut(string Message) : TrialOutcome
    {
        public override bool MayRetry => true;

        public override string Detail => Message;
    }

    /// <summary>The trainer died or failed in a way that is not the trial's own.</summary>
    /// <param name="Message">What is known of it.</param>
    /// <param name="Died">Whether its process ended by itself.</param>
    [GenerateSerializer]
    public sealed record Faulted(string Message, bool Died = false) : TrialOutcome
    {
        public override bool MayRetry => true;

        public override string Detail => Message;
    }

    /// <summary>An epoch that is recorded was trained again with another result.</summary>
    [GenerateSerializer]
    public sealed record NotReproducible(int Epoch, double Recorded, double Repeated) : TrialOutcome
    {
        public override string Detail =>
            $"epoch {Epoch} had train loss {Recorded:R} when recorded and {Repeated:R} when repeated";
    }

    /// <summary>Somebody else holds, or may hold, the trial now: its worker died, froze or was cut off.</summary>
    /// <param name="Message">What is known of it.</param>
    /// <param name="WorkerLives">The worker was heard of all the while: the answer that gave it the lease got lost.</param>
    [GenerateSerializer]
    public sealed record LeaseLost(string Message = "", bool WorkerLives = false) : TrialOutcome
    {
        public override bool MayRetry => true;

        public override string Detail => Message;
    }

    /// <summary>Attempt after attempt ended with its worker or its trainer, and none recorded an epoch.</summary>
    /// <param name="Deaths">How many.</param>
    /// <param name="Known">What is known of each death: where, its signal, its memory and its last lines.</param>
    [GenerateSerializer]
    public sealed record Quarantined(int Deaths, string Known) : TrialOutcome
    {
        public override string Detail => $"{Deaths} attempts in a row lost their worker or trainer before recording an epoch: {Known}";
    }

    /// <summary>The machine is at fault, not the trial: the trial waits, and the worker takes no more leases.</summary>
    /// <param name="Message">Names the thing, the reason and the remedy.</param>
    [GenerateSerializer]
    public sealed record MachineFault(MachineFaultKind Kind, string Message) : TrialOutcome
    {
        public override bool MayRetry => true;

        public override string Detail => Message;
    }

    /// <summary>Stop after stop came before the trial had trained a single step further.</summary>
    /// <param name="Stops">Attempts in a row that were stopped so.</param>
    [GenerateSerializer]
    public sealed record NoProgress(int Stops) : TrialOutcome
    {
        public override string Detail =>
            $"{Stops} attempts in a row were stopped before they recorded an epoch or a checkpoint; allow more time "
            + "before the stop, then run `vggsweep retry`";
    }

    /// <summary>The worker leaves (Ctrl-C, drain): the trial goes on from its checkpoint later.</summary>
    [GenerateSerializer]
    public sealed record Released : TrialOutcome
    {
        public override bool MayRetry => true;
    }

    /// <summary>A person ended the trial.</summary>
    [GenerateSerializer]
    public sealed record Cancelled : TrialOutcome;
}
