namespace VggSweep.Core.Scheduling;

/// <summary>What a scheduler with rungs remembers of its trials, and how many of them wait.</summary>
internal sealed class RungTrials
{
    public static readonly Decision Training = new(Verdict.Continue, "it has reached no rung");

    private readonly Dictionary<int, RungTrial> trials = [];

    public int Paused { get; private set; }

    public RungTrial Of(int trial)
    {
        if (!trials.TryGetValue(trial, out var known))
        {
            trials[trial] = known = new RungTrial();
        }

        return known;
    }

    public Decision Standing(int trial) => trials.TryGetValue(trial, out var known) ? known.Standing : Training;

    public void Enter(RungTrial trial, Decision standing)
    {
        Paused += (standing.Verdict is Verdict.Pause ? 1 : 0) - (trial.Standing.Verdict is Verdict.Pause ? 1 : 0);
        trial.Standing = standing;
    }

    /// <inheritdoc cref="IScheduler.Withdraw"/>
    public Decision Withdraw(int trial)
    {
        var known = Of(trial);
        known.IsWithdrawn = true;
        if (known.Standing.Verdict is Verdict.Pause)
        {
            Enter(known, new Decision(Verdict.Prune, $"{known.Standing.Reason}; nothing is left that could make room"));
        }

        return known.Standing;
    }

    /// <returns>The trials that were paused.</returns>
    public IReadOnlyList<int> WithdrawPaused()
    {
        var paused = trials.Where(trial => trial.Value.Standing.Verdict is Verdict.Pause)
            .Select(trial => trial.Key).ToList();
        foreach (var trial in paused)
        {
            Withdraw(trial);
        }

        return paused;
    }
}
