using VggSweep.Core.Search;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class SamplerMethodRules
{
    public static TheoryData<string, SamplerSpec> Searches() => new()
    {
        { "method: sobol", new SobolSpec() },
        { "method: tpe", new TpeSpec() },
        { "method: tpe, tpe: { startup: 4, candidates: 100 }", new TpeSpec { Startup = 4, Candidates = 100 } },
        { "method: gp", new GaussianProcessSpec() },
        {
            "method: gp, gp: { acquisition: improvementPerCost, startup: 5 }",
            new GaussianProcessSpec { Acquisition = Acquisition.ImprovementPerCost, Startup = 5 }
        },
        {
            "method: gp, gp: { acquisition: gittins, worth: 0.001, per: 10m }",
            new GaussianProcessSpec { Acquisition = Acquisition.Gittins, Worth = 0.001, Per = TimeSpan.FromMinutes(10) }
        },
        { "method: nsga2", new GeneticSpec() },
        {
            "method: nsga2, nsga2: { population: 8, crossover: 0.5, mutation: 0.1 }",
            new GeneticSpec { Population = 8, Crossover = 0.5, Mutation = 0.1 }
        },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_file_chooses_a_sampler_with_its_options_which_are_stored_and_proposes(string search, SamplerSpec expected)
    {
        var spec = Good.Spec(
            "name: a\nparameters: "
            + $"{{ width: [4, 8, 16], resolution: [32, 48], lr: {{ logUniform: [0.01, 1] }} }}\nsearch: {{ {search}, maxTrials: 30 }}");
        var sampler = Samplers.For(SweepSpecJson.Read(SweepSpecJson.Write(spec)).Value!);
        var trials = new List<TriedTrial>();
        for (var index = 0; index < 15; index++)
        {
            var trial = sampler.Propose(index, new SearchHistory(trials))!.Parameters;
            trials.Add(new TriedTrial(index + 1, trial, 0.9 - Math.Abs(Math.Log10(trial.Lr) + 1), trial.Resolution));
        }

        Assert.Equal(expected, spec.Search.Sampler);
        Assert.Equal(30, sampler.Count);
        Assert.Equal(15, trials.Select(trial => trial.Parameters).Distinct().Count());
    }

    [Fact]
    public void A_price_is_per_second() =>
        Assert.Equal(0.001 / 600, new GaussianProcessSpec { Worth = 0.001, Per = TimeSpan.FromMinutes(10) }.Price!.Value, 1e-18);
}
