using MathNet.Numerics.LinearAlgebra;

namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// A quadratic over two parameters (a response surface), in their logarithms where they are above zero: a width or a
/// learning rate has its best place within the range or at an end of it.
/// </summary>
internal sealed class QuadraticSurface : IErrorModel
{
    private static readonly (int X, int Y)[] Quadratic = [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (1, 1)];

    private readonly (bool IsLog, double Middle, double Half)[] axes;
    private readonly (int X, int Y)[] powers;
    private readonly Matrix<double> solver;

    private QuadraticSurface((bool, double, double)[] axes, (int, int)[] powers, Matrix<double> solver) =>
        (this.axes, this.powers, this.solver) = (axes, powers, solver);

    public IReadOnlyList<string> Terms => [.. powers.Select(Name)];

    /// <param name="points">Their places are pairs.</param>
    /// <returns>Null with the reason where the points do not determine it.</returns>
    public static (QuadraticSurface? Surface, string? Why) Of(IReadOnlyList<FitPoint> points)
    {
        var (levelsX, levelsY) = (Levels(points, 0), Levels(points, 1));
        if (Math.Min(levelsX, levelsY) < 2)
        {
            return (null, "a surface needs two values of each of two numeric parameters");
        }

        // Two values of a parameter do not say whether the best place lies between them.
        (int X, int Y)[] powers =
        [
            .. Quadratic.Where(power => (power.X < 2 || levelsX > 2) && (power.Y < 2 || levelsY > 2)),
        ];
        var pairs = points.Select(point => (point.Place[0], point.Place[1])).Distinct().Count();
        if (pairs <= powers.Length)
        {
            return (
                null,
                $"a surface of {powers.Length} terms needs {powers.Length + 1} pairs of values, and {pairs} are "
                + "complete");
        }

        (bool, double, double)[] axes = [Scale(points, 0), Scale(points, 1)];
        var design = Matrix<double>.Build.DenseOfRowArrays(points.Select(point => Row(axes, powers, point.Place)));
        var weighted = Matrix<double>.Build.Dense(
            points.Count, powers.Length, (row, column) => points[row].Count * design[row, column]).Transpose();
        var normal = weighted * design;
        return normal.Rank() == powers.Length
            ? (new QuadraticSurface(axes, powers, normal.Solve(weighted)), null)
            : (null, "the complete pairs of values do not determine a surface");
    }

    public double[] Fit(ReadOnlySpan<double> errors) =>
        [.. solver * Vector<double>.Build.DenseOfArray(errors.ToArray())];

    public double At(ReadOnlySpan<double> coefficients, double[] place)
    {
        var (row, sum) = (Row(axes, powers, place), 0.0);
        for (var term = 0; term < row.Length; term++)
        {
            sum += row[term] * coefficients[term];
        }

        return sum;
    }

    public int Free(ReadOnlySpan<double> coefficients) => powers.Length;

    private static int Levels(IReadOnlyList<FitPoint> points, int axis) =>
        points.Select(point => point.Place[axis]).Distinct().Count();

    private static double[] Row(
        (bool IsLog, double Middle, double Half)[] axes, (int X, int Y)[] powers, double[] place)
    {
        var (x, y) = (Scaled(axes[0], place[0]), Scaled(axes[1], place[1]));
        return [.. powers.Select(power => Math.Pow(x, power.X) * Math.Pow(y, power.Y))];
    }

    private static double Scaled((bool IsLog, double Middle, double Half) axis, double value) =>
        ((axis.IsLog ? Math.Log(value) : value) - axis.Middle) / axis.Half;

    /// <summary>To −1 to 1 over the points.</summary>
    private static (bool IsLog, double Middle, double Half) Scale(IReadOnlyList<FitPoint> points, int axis)
    {
        var isLog = points.All(point => point.Place[axis] > 0);
        var values = points.Select(point => isLog ? Math.Log(point.Place[axis]) : point.Place[axis]).ToList();
        return (isLog, (values.Min() + values.Max()) / 2, (values.Max() - values.Min()) / 2);
    }

    private static string Name((int X, int Y) power) => power switch
    {
        (0, 0) => "1",
        (1, 0) => "x",
        (0, 1) => "y",
        (2, 0) => "x²",
        (0, 2) => "y²",
        _ => "xy",
    };
}
