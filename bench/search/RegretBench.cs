using System.Globalization;
using VggSweep.Core.Search;

namespace VggSweep.SearchBench;

/// <summary>Runs searches one trial after another and keeps the least regret at each budget, as rows of CSV.</summary>
internal sealed class RegretBench(IReadOnlyList<int> budgets, int seeds)
{
    public const string Header = "method,function,seed,trials,regret";

    public IEnumerable<string> Run(string method, TestFunction function) => Enumerable.Range(0, seeds).SelectMany(seed =>
    {
        var regrets = Search(method, function, seed);
        return budgets.Select(budget => string.Create(
            CultureInfo.InvariantCulture, $"{method},{function.Name},{seed},{budget},{regrets.Take(budget).Min():R}"));
    });

    private List<double> Search(string method, TestFunction function, int seed)
    {
        var sampler = Methods.All[method](CubeSpec.Of(function.Dimensions, seed, budgets.Max()));
        var (trials, regrets) = (new List<TriedTrial>(), new List<double>());
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            regrets.Add(function.Regret(CubeSpec.Point(proposal.Parameters, function.Dimensions)));
            trials.Add(new TriedTrial(trials.Count + 1, proposal.Parameters, -regrets[^1], 1));
        }

        return regrets;
    }
}
