using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.Hyperband;

/// <summary>
/// Hyperband (Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 2018), with its
/// brackets halved asynchronously (Li et al., MLSys 2020). A trial's bracket depends on its number alone. With a sampler
/// that learns from results this is BOHB (Falkner et al., ICML 2018).
/// </summary>
public sealed class HyperbandScheduler : IScheduler
{
    private readonly IReadOnlyList<Bracket> brackets;
    private readonly IReadOnlyList<int> round;
    private readonly IReadOnlyList<AshaScheduler> halvings;

    /// <param name="mostEpochs">Of any trial; the paper's R.</param>
    public HyperbandScheduler(HyperbandSpec spec, int mostEpochs, Objective objective)
    {
        brackets = Bracket.All(spec.Minimum, mostEpochs, spec.Eta);
        round = Bracket.Round(brackets);
        halvings =
        [
            .. brackets.Select(bracket => new AshaSpec { Eta = spec.Eta, Minimum = bracket.Minimum })
                .Select(halving => new AshaScheduler(halving, objective)),
        ];
    }

    public int Paused => halvings.Sum(halving => halving.Paused);

    /// <summary>A bracket that halves less begins at a higher rung.</summary>
    public IReadOnlyList<int> Reached
    {
        get
        {
            var reached = new List<int>();
            var counts = halvings.SelectMany((halving, skipped) => halving.Reached.Select((count, rung) => (count, skipped + rung)));
            foreach (var (count, rung) in counts)
            {
                reached.AddRange(Enumerable.Repeat(0, Math.Max(0, rung + 1 - reached.Count)));
                reached[rung] += count;
            }

            return reached;
        }
    }

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        var decision = Named(trial.Trial, HalvingOf(trial.Trial).Report(trial, record));
        return decision.Promotion is not { } promotion ? decision : decision with
        {
            Promotion = promotion with { Reason = Named(promotion.Trial, promotion.Reason) },
        };
    }

    public Decision Standing(int trial) => Named(trial, HalvingOf(trial).Standing(trial));

    public Decision Withdraw(int trial) => Named(trial, HalvingOf(trial).Withdraw(trial));

    public void WithdrawPaused()
    {
        foreach (var halving in halvings)
        {
            halving.WithdrawPaused();
        }
    }

    private int IndexOf(int trial) => round[(trial - 1) % round.Count];

    private AshaScheduler HalvingOf(int trial) => halvings[IndexOf(trial)];

    private Decision Named(int trial, Decision decision) => decision with { Reason = Named(trial, decision.Reason) };

    private string Named(int trial, string reason) => $"bracket {brackets[IndexOf(trial)].Halvings}: {reason}";
}
