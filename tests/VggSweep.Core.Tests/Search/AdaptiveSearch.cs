using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

/// <summary>What every sampler that learns from results must do.</summary>
internal static class AdaptiveSearch
{
    public static void AssertNeverRepeats(Func<SweepSpec, ISampler> make)
    {
        var sampler = make(Good.Spec("name: a\nparameters: { width: [4, 8, 16, 32], resolution: [32, 48, 56], seed: [1, 2] }"));
        var trials = new List<TriedTrial>();
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            // Three run at a time, and the fifth of each ten fails.
            trials.Add(new TriedTrial(trials.Count + 1, proposal.Parameters, null, 1));
            if (trials.Count > 3)
            {
                var ended = trials[^4];
                trials[^4] = ended with { Value = ended.Number % 10 == 5 ? double.NaN : Value(ended.Parameters) };
            }
        }

        Assert.Equal(24, sampler.Count);
        Assert.Equal(24, trials.Count);
        Assert.Equal(24, trials.Select(trial => trial.Parameters).Distinct().Count());
    }

    public static void AssertRepeatable(Func<SweepSpec, ISampler> make)
    {
        var spec = Ranges(seed: 3);
        var trials = Run(make(spec), 25);

        Assert.All(trials, trial => Assert.Equal(
            trial.Parameters, make(spec).Propose(trial.Number - 1, new SearchHistory(trials[..(trial.Number - 1)]))!.Parameters));
        Assert.NotEqual(trials[0].Parameters, make(Ranges(seed: 4)).Propose(0, SearchHistory.Empty)!.Parameters);
    }

    /// <summary>The last ten of 40 proposals are on average much nearer to the best lr than a draw, in orders of magnitude.</summary>
    public static void AssertLearns(Func<SweepSpec, ISampler> make)
    {
        var distances = Enumerable.Range(0, 3).SelectMany(
            seed => Run(make(Ranges(seed)), 40)[30..].Select(trial => Math.Abs(Math.Log10(trial.Parameters.Lr / 0.02))));

        // A draw is 0.79 away in the mean.
        Assert.InRange(distances.Average(), 0, 0.4);
    }

    private static SweepSpec Ranges(int seed) => Good.Spec($$"""
        name: a
        parameters: { lr: { logUniform: [0.001, 1] }, width: [4, 8, 16, 32], head: [dense, gap] }
        search: { method: random, maxTrials: 100, seed: {{seed}} }
        """);

    private static List<TriedTrial> Run(ISampler sampler, int count)
    {
        var trials = new List<TriedTrial>();
        for (var index = 0; index < count; index++)
        {
            var proposal = sampler.Propose(index, new SearchHistory(trials))!;
            trials.Add(new TriedTrial(index + 1, proposal.Parameters, Value(proposal.Parameters), proposal.Parameters.Width!.Value));
        }

        return trials;
    }

    private static double Value(TrialParameters trial) =>
        0.9 - (0.1 * Math.Pow(Math.Log10(trial.Lr / 0.02), 2)) - (0.2 / trial.Width!.Value) - (trial.Resolution / 1e4);
}
