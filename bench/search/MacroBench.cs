using System.Globalization;
using System.Text.Json;
using VggSweep.Core;
using VggSweep.Core.Search;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Random;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;

namespace VggSweep.SearchBench;

/// <summary>
/// Samplers on NAS-Bench-Macro (Su et al., CVPR 2021): 6,561 networks, eight layers of three kinds that are ordered by cost,
/// each trained three times. A search sees one of the three accuracies, and is judged by the mean of the network it would choose.
/// </summary>
internal sealed class MacroBench
{
    private const int Layers = 8;
    private const int Kinds = 3;

    /// <summary>In trials.</summary>
    private static readonly int[] Budgets = [25, 50, 100];

    /// <summary>Eight parameters with three values each stand for the layers.</summary>
    private static readonly (string Key, object[] Values, Func<TrialParameters, double> Get)[] Axes =
    [
        ("lr", [1.0, 2.0, 3.0], trial => trial.Lr - 1),
        ("momentum", [0.0, 0.25, 0.5], trial => trial.Momentum * 4),
        ("dropout", [0.0, 0.25, 0.5], trial => trial.Dropout * 4),
        ("weightDecay", [0.0, 1.0, 2.0], trial => trial.WeightDecay),
        ("batchSize", [1L, 2L, 3L], trial => trial.BatchSize - 1),
        ("dense", [1L, 2L, 3L], trial => trial.Dense - 1),
        ("resolution", [32L, 33L, 34L], trial => trial.Resolution - 32),
        ("width", [1L, 2L, 3L], trial => trial.Width!.Value - 1),
    ];

    private readonly Dictionary<string, (double[] Accuracies, double Cost)> networks = [];

    public MacroBench(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var network in document.RootElement.EnumerateObject())
        {
            networks[network.Name] = (
                [.. network.Value.GetProperty("test_acc").EnumerateArray().Select(value => value.GetDouble())],
                network.Value.GetProperty("flops").GetDouble());
        }
    }

    /// <param name="points">Points of accuracy that 100 trials of mean cost are worth: the price.</param>
    public IEnumerable<string> Run(int seeds, double points)
    {
        var price = points / (100 * networks.Values.Average(network => network.Cost));
        var best = networks.Values.Max(network => network.Accuracies.Average());
        foreach (var (name, create) in Samplers(price))
        {
            for (var seed = 0; seed < seeds; seed++)
            {
                var trials = Search(create, seed);
                foreach (var budget in Budgets)
                {
                    var seen = trials.Take(budget).ToList();
                    var chosen = networks[KeyOf(seen.MaxBy(trial => trial.Value)!.Parameters)].Accuracies.Average();
                    var spent = price * seen.Sum(trial => trial.Cost);
                    yield return string.Create(CultureInfo.InvariantCulture, $"{name},regret,{seed},{budget},{best - chosen:R}");
                    yield return string.Create(
                        CultureInfo.InvariantCulture, $"{name},price {points:0.##},{seed},{budget},{best - chosen + spent:R}");
                }
            }
        }
    }

    /// <summary>The networks as points of the unit cube, with their accuracies.</summary>
    public IReadOnlyList<(double[] Place, double[] Results)> Cells() =>
    [
        .. networks.Select(network =>
            (network.Key.Select(kind => (kind - '0') / (Kinds - 1.0)).ToArray(), network.Value.Accuracies)),
    ];

    private IEnumerable<(string Name, Func<SweepSpec, ISampler> Create)> Samplers(double price)
    {
        double Cost(TrialParameters trial) => networks[KeyOf(trial)].Cost;
        var perCost = new GaussianProcessSpec { Acquisition = Acquisition.ImprovementPerCost };
        var gittins = new GaussianProcessSpec { Acquisition = Acquisition.Gittins, Worth = price, Per = TimeSpan.FromSeconds(1) };
        yield return ("random", spec => new RandomSampler(spec));
        yield return ("sobol", spec => new SobolSampler(spec));
        yield return ("nsga2", spec => new GeneticSampler(spec));
        yield return ("tpe", spec => new TpeSampler(spec));
        yield return ("gp", spec => new GaussianProcessSampler(spec));
        yield return ("gp per cost", spec => new GaussianProcessSampler(spec, perCost, Cost));
        yield return ("gittins", spec => new GaussianProcessSampler(spec, gittins, Cost));
    }

    private List<TriedTrial> Search(Func<SweepSpec, ISampler> create, int seed)
    {
        var sampler = create(new SweepSpec
        {
            Name = "macro",
            Base = new TrialParameters(),
            Parameters = [.. Axes.Select(axis => new ParameterSpace.Values(axis.Key, axis.Values))],
            Search = new SearchSpec { MaxTrials = Budgets.Max(), Seed = seed },
        });
        var trials = new List<TriedTrial>();
        while (sampler.Propose(trials.Count, new SearchHistory(trials)) is { } proposal)
        {
            var (accuracies, cost) = networks[KeyOf(proposal.Parameters)];
            var run = SeededRandom.For(seed, "macro", trials.Count).Next(accuracies.Length);
            trials.Add(new TriedTrial(trials.Count + 1, proposal.Parameters, accuracies[run], cost));
        }

        return trials;
    }

    private static string KeyOf(TrialParameters trial)
    {
        Span<char> key = stackalloc char[Layers];
        for (var layer = 0; layer < Layers; layer++)
        {
            key[layer] = (char)('0' + Math.Clamp((int)Math.Round(Axes[layer].Get(trial)), 0, Kinds - 1));
        }

        return key.ToString();
    }
}
