using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Coordinator.Telemetry;

/// <summary>
/// The swept parameters that label a sweep's best accuracies, each under its own key. Axes join in the order of the
/// sweep file while their values make at most <see cref="MostCells"/> combinations. A range of reals without steps is
/// never a label, nor is the seed, whose trials are replicates of one cell.
/// </summary>
internal sealed class CellLabels
{
    /// <summary>Below the series that OpenTelemetry keeps of one instrument of a sweep.</summary>
    public const int MostCells = 400;

    private const string Seed = "seed";

    private readonly List<TrialParameter> axes = [];

    public CellLabels(IReadOnlyList<ParameterSpace> parameters)
    {
        var cells = 1L;
        foreach (var space in parameters)
        {
            if (space.Key != Seed && space.Size <= MostCells / cells)
            {
                axes.Add(TrialParameterTable.Of(space.Key));
                cells *= space.Size.Value;
            }
        }
    }

    /// <summary>A cell's labels; a trial that leaves a parameter to its network has none of that name.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Of(TrialParameters trial) =>
    [
        .. axes
            .Select(axis => (axis, Value: axis.Get(trial)))
            .Where(label => label.Value is not null)
            .Select(label => KeyValuePair.Create(label.axis.Key, (object?)label.axis.Kind.Format(label.Value!))),
    ];
}
