using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Importance;

/// <summary>The steps of one parameter: its listed values by rank, its names, or a range in 50 steps at most.</summary>
internal sealed class ParameterGrid
{
    private const int MostSteps = 50;

    private readonly Axis axis;

    public ParameterGrid(ParameterSpace space)
    {
        axis = Axis.Of(space);
        Count = axis is { IsCategorical: true, Levels: { } names } ? (int)names
            : space is ParameterSpace.Values ? (int)axis.Levels!.Value
            : (int)Math.Min(MostSteps, axis.Levels ?? MostSteps);
    }

    public string Key => axis.Key;

    public int Count { get; }

    public bool IsOrdered => !axis.IsCategorical;

    /// <returns>Null where the trial's value is not in the space.</returns>
    public int? StepOf(TrialParameters trial) => axis.Encode(trial) is not { } place ? null
        : axis.Levels == Count ? (int)axis.Level(place)
        : Math.Clamp((int)Math.Ceiling((Share(place) * (Count - 1)) - 0.5), 0, Count - 1);

    /// <summary>
    /// From the lowest value to the greatest: levels of the axis lie in the middles of their shares of it.
    /// </summary>
    private double Share(double place) =>
        axis.Levels is { } levels ? (double)axis.Level(place) / (levels - 1) : place;
}
