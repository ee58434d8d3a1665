namespace VggSweep.Core.Leases;

/// <summary>
/// Equal shares of slot time between the sweeps of one priority, by start-time fair queueing (Goyal, Vin and Cheng
/// 1996): each sweep has a tag, the slot time it was served up to, and the smallest goes next. Who comes late or was
/// away starts at the clock and cannot claim the time before.
/// </summary>
/// <remarks>
/// An attempt's length is not known when it starts: it is charged with the sweep's mean until it has run longer, and
/// with what it took when it ends.
/// </remarks>
internal sealed class FairShare
{
    /// <summary>Of an attempt before any has ended, in milliseconds. Only ratios count, so that any value above zero does.</summary>
    private const double FirstGuess = 1_000;

    private readonly Dictionary<int, double> clocks = [];
    private double total;
    private long count;

    /// <summary>The tag at which the sweep's next attempt would start.</summary>
    public double Start(Account account, long now) => Math.Max(clocks.GetValueOrDefault(account.Priority), account.Tag(now));

    public Charge Begin(Account account, long now)
    {
        var start = Start(account, now);
        account.Served += start - account.Tag(now);
        clocks[account.Priority] = start;
        var guess = account.Count > 0 ? account.Total / account.Count : count > 0 ? total / count : FirstGuess;
        var charge = new Charge(account, now, guess);
        account.Running.Add(charge);
        return charge;
    }

    public void End(Charge charge, long now)
    {
        var (account, took) = (charge.Account, Math.Max(0, now - charge.Since));
        account.Running.Remove(charge);
        account.Served += took;
        (account.Total, account.Count) = (account.Total + took, account.Count + 1);
        (total, count) = (total + took, count + 1);
    }

    /// <summary>One sweep's time.</summary>
    internal sealed class Account
    {
        public int Priority { get; set; }

        /// <summary>Of ended attempts, and what was skipped while the sweep was away.</summary>
        public double Served { get; set; }

        public double Total { get; set; }

        public long Count { get; set; }

        public HashSet<Charge> Running { get; } = [];

        public double Tag(long now) => Served + Running.Sum(charge => Math.Max(charge.Guess, now - charge.Since));
    }

    /// <summary>One attempt's time.</summary>
    internal sealed class Charge(Account account, long since, double guess)
    {
        public Account Account => account;

        public long Since => since;

        public double Guess => guess;
    }
}
