using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Genetic;

internal sealed class GeneticMethod : Method<SamplerSpec, GeneticSpec>
{
    private static readonly ValueKind Probability = new ValueKind.Real("a number from 0 and below 1", 0, Below: 1);

    private static readonly Setting Population = new(
        "population", new ValueKind.Whole(2, SettingTable.MostTrials), "20",
        "Trials that parents are chosen from; as many start the search. Default: 20.");

    private static readonly Setting Crossover = new(
        "crossover", Probability, "0.9", "Probability that a child mixes two parents. Default: 0.9.");

    private static readonly Setting Mutation = new(
        "mutation", Probability, "0.2", "Probability that a parameter of a child mutates. Default: one in the mean.");

    public override string Name => "nsga2";

    public override string About => "breeds the best trials";

    public override string OptionsAbout => "Only with method nsga2.";

    public override IReadOnlyList<Setting> Options => [Population, Crossover, Mutation];

    protected override GeneticSpec ReadOptions(SpecSection section)
    {
        var defaults = new GeneticSpec();
        return new GeneticSpec
        {
            Population = section.ReadWhole(Population) ?? defaults.Population,
            Crossover = section.Read(Crossover) as double? ?? defaults.Crossover,
            Mutation = section.Read(Mutation) as double?,
        };
    }

    protected override void Note(GeneticSpec options, MethodDraft draft) => SearchEnd.Note(Name, draft);
}
