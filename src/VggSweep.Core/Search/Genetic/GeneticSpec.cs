using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Genetic;

/// <summary>The sampler <c>nsga2</c>.</summary>
public sealed record GeneticSpec : SamplerSpec
{
    /// <summary>Trials that parents are chosen from; as many start the search. Default: 20.</summary>
    public int Population { get; init; } = 20;

    /// <summary>Probability that a child mixes two parents instead of copying one. Default: 0.9.</summary>
    public double Crossover { get; init; } = 0.9;

    /// <summary>Probability that an axis of a child mutates. Default: one axis in the mean.</summary>
    public double? Mutation { get; init; }

    public override ISampler Create(SweepSpec sweep) => new GeneticSampler(sweep, this);
}
