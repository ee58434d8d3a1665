namespace VggSweep.Core.Scheduling.Hyperband;

/// <summary>One bracket of Hyperband's table (Li et al., JMLR 2018, algorithm 1).</summary>
/// <param name="Halvings">The paper's s: rungs before the last.</param>
/// <param name="Trials">That begin in it, in one round of all brackets: ⌈(s_max + 1)·η^s / (s + 1)⌉.</param>
/// <param name="Minimum">Epochs to its first rung: R·η^−s.</param>
internal sealed record Bracket(int Halvings, int Trials, double Minimum)
{
    /// <summary>From the one that halves most to the one that trains all its trials to their end.</summary>
    /// <param name="least">Epochs to a first rung, at least; the paper's r.</param>
    /// <param name="most">Epochs of a trial; the paper's R.</param>
    public static IReadOnlyList<Bracket> All(int least, int most, int eta)
    {
        // Counted rather than taken from logarithms, which miss whole numbers by a bit.
        var (halvings, power) = (0, 1L);
        while (least * power * eta <= most)
        {
            (halvings, power) = (halvings + 1, power * eta);
        }

        var brackets = new List<Bracket>();
        for (var s = halvings; s >= 0; s--, power /= eta)
        {
            brackets.Add(new Bracket(s, (int)((((halvings + 1) * power) + s) / (s + 1)), (double)most / power));
        }

        return brackets;
    }

    /// <summary>
    /// The bracket of each trial of a round: each gets its number of trials, evenly spread, so that a sweep of fewer trials
    /// has some in every bracket. The paper fills one bracket after another.
    /// </summary>
    /// <returns>Indices into the brackets, one for each trial of the round.</returns>
    public static IReadOnlyList<int> Round(IReadOnlyList<Bracket> brackets)
    {
        var (total, taken) = (brackets.Sum(bracket => bracket.Trials), new long[brackets.Count]);
        var round = new int[total];
        for (var place = 0; place < total; place++)
        {
            var next = Enumerable.Range(0, brackets.Count).Where(index => taken[index] < brackets[index].Trials)
                .MaxBy(index => ((long)brackets[index].Trials * (place + 1)) - (taken[index] * total));
            round[place] = next;
            taken[next]++;
        }

        return round;
    }
}
