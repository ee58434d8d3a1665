using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>The completed configurations of a report, and the plots that refer to them by index.</summary>
internal sealed class ReportCells
{
    /// <summary>More lines in one plot are told apart by nobody. The cells of grid and fronts come besides.</summary>
    private const int MostCells = 1_000;

    private const string Seed = "seed";

    private static readonly IReadOnlyList<(ObjectiveMetric Metric, string Field, string Name, Func<Cell, double> Cost)> Costs =
    [
        (ObjectiveMetric.Macs, "macs", "MACs", cell => cell.Macs),
        (ObjectiveMetric.Params, "params", "parameters", cell => cell.Params),
        (ObjectiveMetric.PeakBytes, "bytes", "peak memory", BytesOf),
        (ObjectiveMetric.Seconds, "seconds", "training time", SecondsOf),
    ];

    private readonly SweepResults results;
    private readonly AccuracyGrid grid;
    private readonly IReadOnlyList<Cell> cells;
    private readonly Dictionary<Cell, int> indexes;
    private readonly IReadOnlyList<(string Field, string Name, IReadOnlyList<Cell> Cells)> fronts;

    public ReportCells(SweepResults results)
    {
        (this.results, grid) = (results, AccuracyGrid.Of(results));
        fronts = [.. Costs.Where(IsShown).Select(cost => (cost.Field, cost.Name, ParetoFront.Of(results.Cells, cost.Cost)))];
        var wanted = results.Cells.OrderByDescending(cell => cell.Objective.Mean).Take(MostCells)
            .Concat(grid.Cells.SelectMany(row => row).OfType<Cell>()).Concat(fronts.SelectMany(front => front.Cells))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        cells = [.. results.Cells.Where(wanted.Contains)];
        indexes = new(ReferenceEqualityComparer.Instance);
        foreach (var (index, cell) in cells.Index())
        {
            indexes[cell] = index;
        }

        bool IsShown((ObjectiveMetric Metric, string Field, string Name, Func<Cell, double> Cost) cost) =>
            cost.Metric is ObjectiveMetric.Macs && !results.Spec.Objectives.Any(one => Costs.Any(other => other.Metric == one.Metric))
            || results.Spec.Objectives.Any(one => one.Metric == cost.Metric);
    }

    /// <summary>The swept parameters but the seed.</summary>
    public static IReadOnlyList<string> KeysOf(SweepResults results) =>
        [.. TrialLabels.Of(results.Spec).Keys.Where(key => key != Seed)];

    public IReadOnlyList<ReportCell> List()
    {
        var (best, labels, keys) = (results.BestCell, TrialLabels.Of(results.Spec), KeysOf(results));
        var equals = results.AsGoodAsBest.ToHashSet(ReferenceEqualityComparer.Instance);
        var shapes = Shapes();
        return
        [
            .. cells.Select(cell => new ReportCell(
                labels.For(cell.Parameters, cell.Trials.Count > 1 ? [Seed] : []),
                [.. keys.Select(key => ValueOf(key, cell.Parameters))], [.. cell.Trials.Select(trial => trial.Trial)],
                cell.Macs, cell.Params, BytesOf(cell), SecondsOf(cell), ScoreOf(cell), ReportEstimate.Of(cell.Validation),
                ReportEstimate.Of(cell.Test), cell == best, equals.Contains(cell),
                shapes.TryGetValue(cell, out var shape) ? shape : null)),
        ];
    }

    public ReportGrid Grid()
    {
        var shown = GridCells().ToList();
        return new(
            grid.Row, grid.Column, grid.Rows, grid.Columns,
            [.. grid.Cells.Select(row => (IReadOnlyList<int?>)[.. row.Select(cell => cell is null ? (int?)null : indexes[cell])])],
            grid.Over, shown.Count > 1 && shown.GroupBy(GeometryOf).Count() == 1);
    }

    public IReadOnlyList<ReportFront> Fronts() =>
        [.. fronts.Select(front => new ReportFront(front.Field, front.Name, [.. front.Cells.Select(cell => indexes[cell])]))];

    /// <summary>Numbers for the cells of the grid that share their shapes, unless all do.</summary>
    private Dictionary<Cell, int> Shapes()
    {
        var shapes = new Dictionary<Cell, int>(ReferenceEqualityComparer.Instance);
        var groups = GridCells().GroupBy(GeometryOf).ToList();
        foreach (var (index, group) in groups.Where(group => groups.Count > 1 && group.Count() > 1).Index())
        {
            foreach (var cell in group)
            {
                shapes[cell] = index + 1;
            }
        }

        return shapes;
    }

    private IEnumerable<Cell> GridCells() => grid.Cells.SelectMany(row => row).OfType<Cell>();

    private static string GeometryOf(Cell cell) => TrialNetwork.Of(cell.Parameters).Value!.GeometryKey;

    private object? ValueOf(string key, TrialParameters parameters) => !results.Spec.Has(parameters, key)
        ? null
        : TrialParameterTable.Of(key).Get(parameters) switch
        {
            null => null,
            var value and (int or long or double) => value,
            _ => TrialLabels.Value(key, parameters),
        };

    private ReportEstimate ScoreOf(Cell cell) => new(
        results.Spec.Objective is Objective.ValidationLoss ? -cell.Objective.Mean : cell.Objective.Mean, cell.Objective.Margin);

    /// <summary>As it was measured; what was not, as it was predicted.</summary>
    private static double BytesOf(Cell cell) => cell.Trials.Average(trial => ObjectiveFront.Measures(trial).PeakBytes);

    private static double SecondsOf(Cell cell) => cell.Trials.Average(trial => trial.Seconds);
}
