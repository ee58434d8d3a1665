using System.Globalization;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// The errors of a sweep's networks and settings as a power law of MACs and as a surface over two parameters.
/// </summary>
internal sealed class FittedErrors
{
    private const int Repetitions = 1_000;

    private static readonly string[] NetworkKeys = ["arch", "width", "resolution", "head", "dense", "batchNorm"];

    private readonly SweepResults results;
    private readonly Configurations configurations;
    private readonly string[] keys;
    private readonly string[] axes;
    private readonly PowerLaw? law;
    private readonly (double Low, double High) costs;

    private FittedErrors(SweepResults results, int repetitions)
    {
        (this.results, configurations) = (results, new Configurations(results));
        var spec = results.Spec;
        var numbers = SweptNumbers.KeysOf(spec).ToList();
        axes = [.. numbers.Where(IsShape).Concat(numbers.Where(key => !IsShape(key))).Take(2)];
        keys = [.. TrialLabels.Of(spec).Keys.Where(key => NetworkKeys.Contains(key) || axes.Contains(key))];
        var cells = results.Cells.Where(cell => double.IsFinite(cell.Objective.Mean)).ToList();
        Rows = RowsOf(cells);
        var networks = BestOf(cells, NetworkOf);
        (Curve, law, NoCurve) = CurveOf(networks, repetitions);
        costs = networks.Count == 0 ? (0, 0) : (networks.Min(cell => cell.Macs), networks.Max(cell => cell.Macs));
        Networks = networks.Count;
        Costs = networks.Select(cell => cell.Macs).Distinct().Count();
        (Surface, Terms, NoSurface, Pairs) = SurfaceOf(cells, repetitions);
        Over = [.. TrialLabels.Of(spec).Keys.Where(key => key != SweptNumbers.Seed && !NetworkKeys.Contains(key))];
    }

    /// <summary>Each combination of the parameters that the fits see, run or not, by rising MACs.</summary>
    public IReadOnlyList<FitRow> Rows { get; }

    public Bootstrap? Curve { get; }

    public string? NoCurve { get; }

    /// <summary>Networks behind the curve, and their distinct costs.</summary>
    public int Networks { get; }

    public int Costs { get; }

    public Bootstrap? Surface { get; }

    public IReadOnlyList<string> Terms { get; }

    public string? NoSurface { get; }

    public int Pairs { get; }

    public IReadOnlyList<string> Axes => axes;

    /// <summary>Swept parameters besides the network's: each network counts with its best of them.</summary>
    public IReadOnlyList<string> Over { get; }

    public static FittedErrors Of(SweepResults results, int repetitions = Repetitions) => new(results, repetitions);

    public static double ErrorOf(Objective goal, double value) => goal is Objective.ValidationLoss ? -value : 1 - value;

    public (Interval A, Interval B, Interval C)? Coefficients => Curve is null ? null : (
        Curve.Of(one => one[0]), Curve.Of(one => law!.Unscaled(one)), Curve.Of(one => one[2]));

    public Interval? OnCurve(FitRow row) => Curve?.At([row.Macs]);

    public Interval? OnSurface(FitRow row) => PlaceOf(row.Parameters) is { } place ? Surface?.At(place) : null;

    /// <summary>Whether a row costs less or more than every network that the curve rests on.</summary>
    public bool IsBeyond(FitRow row) => row.Macs < costs.Low || row.Macs > costs.High;

    /// <summary>The curve, unless cells scatter about it and not about the surface.</summary>
    public Interval? Predict(FitRow row) =>
        Curve is null or { HasScatter: true } && Surface is { HasScatter: false } && OnSurface(row) is { } surface
            ? surface : OnCurve(row) ?? OnSurface(row);

    private static bool IsShape(string key) => key is "width" or "resolution";

    private static string NetworkOf(TrialParameters trial) => Cell.KeyOf(new TrialParameters
    {
        Arch = trial.Arch,
        Blocks = trial.Blocks,
        Width = trial.Width,
        Resolution = trial.Resolution,
        Head = trial.Head,
        Dense = trial.Dense,
        BatchNorm = trial.BatchNorm,
    });

    private static List<Cell> BestOf(IEnumerable<Cell> cells, Func<TrialParameters, string> key) =>
        [.. cells.GroupBy(cell => key(cell.Parameters)).Select(group => Cell.Best(group)!)];

    private IReadOnlyList<FitRow> RowsOf(IReadOnlyList<Cell> cells)
    {
        var best = Cell.Best(cells);
        var run = cells.GroupBy(cell => KeyOf(cell.Parameters)).ToDictionary(
            group => group.Key, group => Cell.Best(group)!);
        var known = cells.Select(cell => Cell.KeyOf(cell.Parameters)).ToHashSet();
        var listed = configurations.All().Where(trial => !known.Contains(Cell.KeyOf(trial)))
            .GroupBy(trial => KeyOf(trial)).Where(group => !run.ContainsKey(group.Key))
            .Select(group => Row(group.MaxBy(trial => Likeness(trial, best))!, null));
        return
        [
            .. run.Values.Select(cell => Row(cell.Parameters, cell)).Concat(listed)
                .OrderBy(row => row.Macs).ThenBy(row => row.Label, StringComparer.Ordinal),
        ];
    }

    private FitRow Row(TrialParameters trial, Cell? cell)
    {
        var label = keys.Length == 0 ? AnswerCell.LabelOf(trial, results.Spec) : KeyOf(trial);
        if (cell is not null)
        {
            return new FitRow(label, trial, cell.Macs, cell.Seconds, cell);
        }

        var cost = configurations.CostOf(trial);
        return new FitRow(label, trial, cost.Macs, cost.PredictedSeconds, null);
    }

    /// <summary>As <c>width=16 resolution=56</c>.</summary>
    private string KeyOf(TrialParameters trial) => string.Join(
        ' ', keys.Where(key => results.Spec.Has(trial, key)).Select(key => $"{key}={TrialLabels.Value(key, trial)}"));

    /// <summary>How many of the swept values are the best cell's.</summary>
    private int Likeness(TrialParameters trial, Cell? best) => best is null ? 0
        : TrialLabels.Of(results.Spec).Keys.Count(
            key => TrialLabels.Value(key, trial) == TrialLabels.Value(key, best.Parameters));

    private FitPoint PointOf(Cell cell, double[] place) => new(
        place, [.. cell.Trials.Select(
            trial => ErrorOf(results.Spec.Objective, Core.Api.TrialRanking.ValueOf(results.Spec.Objective, trial)))]);

    private (Bootstrap?, PowerLaw?, string?) CurveOf(IReadOnlyList<Cell> networks, int repetitions)
    {
        var distinct = networks.Select(cell => cell.Macs).Distinct().Count();
        if (distinct < PowerLaw.FewestCosts)
        {
            return (null, null, string.Create(
                CultureInfo.InvariantCulture,
                $"a curve of three coefficients needs networks of {PowerLaw.FewestCosts} different costs, and "
                + $"{distinct} "
                + $"{(distinct == 1 ? "is" : "are")} complete"));
        }

        var law = new PowerLaw(
            [.. networks.Select(cell => (double)cell.Macs)], [.. networks.Select(cell => cell.Trials.Count)]);
        return (new Bootstrap(law, [.. networks.Select(cell => PointOf(cell, [cell.Macs]))], repetitions), law, null);
    }

    private (Bootstrap?, IReadOnlyList<string>, string?, int) SurfaceOf(IReadOnlyList<Cell> cells, int repetitions)
    {
        if (axes.Length < 2)
        {
            return (null, [], "a surface needs two swept numeric parameters", 0);
        }

        var points = BestOf(
            cells.Where(cell => PlaceOf(cell.Parameters) is not null),
            trial =>
                string.Join(' ', PlaceOf(trial)!.Select(value => value.ToString("R", CultureInfo.InvariantCulture))))
            .Select(cell => PointOf(cell, PlaceOf(cell.Parameters)!)).ToList();
        if (points.Count == 0)
        {
            return (null, [], "no trial has completed", 0);
        }

        var (surface, why) = QuadraticSurface.Of(points);
        return surface is null ? (null, [], why, points.Count)
            : (new Bootstrap(surface, points, repetitions), surface.Terms, null, points.Count);
    }

    private double[]? PlaceOf(TrialParameters trial)
    {
        double[] place = [.. axes.Where(key => results.Spec.Has(trial, key))
            .Select(key => SweptNumbers.NumberOf(key, trial)).OfType<double>()];
        return place.Length == 2 ? place : null;
    }
}
