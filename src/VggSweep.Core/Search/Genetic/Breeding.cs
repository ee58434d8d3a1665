using VggSweep.Core.Search.Encoding;

namespace VggSweep.Core.Search.Genetic;

/// <summary>
/// Children of points of the unit cube: simulated binary crossover (Deb and Agrawal 1995) and polynomial mutation (Deb and
/// Goyal 1996) of ordered axes, exchange and a new draw of names.
/// </summary>
internal sealed class Breeding(IReadOnlyList<Axis> axes, GeneticSpec options, SeededRandom random)
{
    /// <summary>The greater, the nearer children are to their parents.</summary>
    private const double CrossoverIndex = 10;
    private const double MutationIndex = 20;

    public double[] Child(double[] mother, double[] father)
    {
        var mixes = random.NextDouble() < options.Crossover;
        var mutation = options.Mutation ?? (1.0 / Math.Max(1, axes.Count));
        return [.. axes.Select((axis, index) =>
        {
            var place = mixes ? Mix(axis, mother[index], father[index]) : mother[index];
            return axis.Snap(random.NextDouble() < mutation ? Mutate(axis, place) : place);
        })];
    }

    /// <summary>Half of the axes stay as they are in one parent.</summary>
    private double Mix(Axis axis, double mother, double father)
    {
        if (random.NextDouble() < 0.5)
        {
            (mother, father) = (father, mother);
        }

        if (axis.IsCategorical || random.NextDouble() < 0.5)
        {
            return mother;
        }

        var quantile = random.NextDouble();
        var spread = quantile < 0.5
            ? Math.Pow(2 * quantile, 1 / (CrossoverIndex + 1))
            : Math.Pow(1 / (2 * (1 - quantile)), 1 / (CrossoverIndex + 1));
        return Math.Clamp(((mother + father) + (spread * (mother - father))) / 2, 0, 1);
    }

    private double Mutate(Axis axis, double place)
    {
        if (axis.IsCategorical)
        {
            return random.NextDouble();
        }

        var quantile = random.NextDouble();
        var shift = quantile < 0.5
            ? Math.Pow((2 * quantile) + ((1 - (2 * quantile)) * Math.Pow(1 - place, MutationIndex + 1)), 1 / (MutationIndex + 1)) - 1
            : 1 - Math.Pow((2 * (1 - quantile)) + ((2 * (quantile - 0.5)) * Math.Pow(place, MutationIndex + 1)), 1 / (MutationIndex + 1));
        return Math.Clamp(place + shift, 0, 1);
    }
}
