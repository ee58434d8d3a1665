using System.Globalization;
using VggSweep.Core.Search;

namespace VggSweep.SearchBench;

/// <summary>Processor time of a proposal, on a history that grows by one trial after each.</summary>
internal static class TimingBench
{
    private const int Proposals = 60;

    public static IReadOnlyList<(string Method, int Trials)> Cases { get; } =
        [("tpe", 500), ("tpe", 1_000), ("gp", 100), ("gp", 300), ("gp", 500), ("nsga2", 1_000)];

    public static string Run(string method, TestFunction function, int trials)
    {
        var sampler = Methods.All[method](CubeSpec.Of(function.Dimensions, seed: 1, trials));
        var start = Methods.All["sobol"](CubeSpec.Of(function.Dimensions, seed: 2, trials));
        var history = Enumerable.Range(0, trials - Proposals)
            .Select(index => Tried(index, start.Propose(index, SearchHistory.Empty)!)).ToList();
        for (var warm = 0; warm < 20; warm++)
        {
            sampler.Propose(history.Count + warm, new SearchHistory(history));
        }

        var times = new List<double>();
        while (history.Count < trials)
        {
            var before = Environment.CpuUsage.TotalTime;
            var proposal = sampler.Propose(history.Count, new SearchHistory(history))!;
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            history.Add(Tried(history.Count, proposal));
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{method}, {function.Name}, {trials} trials: mean {times.Average():0.0} ms, median {times[times.Count / 2]:0.0}, "
            + $"greatest {times[^1]:0.0}");

        TriedTrial Tried(int index, Proposal proposal) => new(
            index + 1, proposal.Parameters, -function.Regret(CubeSpec.Point(proposal.Parameters, function.Dimensions)), 1);
    }
}
