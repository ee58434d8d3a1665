namespace VggSweep.SearchBench;

/// <summary>
/// A standard function to minimize, over the unit cube (Surjanovic and Bingham, Virtual Library of Simulation
/// Experiments).
/// </summary>
/// <param name="Low">End of the original range of each axis.</param>
/// <param name="Value">Over the original ranges.</param>
/// <param name="Least">The known minimum.</param>
internal sealed record TestFunction(string Name, double[] Low, double[] High, Func<double[], double> Value, double Least)
{
    private static readonly double[] Heights = [1, 1.2, 3, 3.2];

    private static readonly double[][] Hartmann3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];

    private static readonly double[][] Centres3 =
    [
        [0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828],
    ];

    private static readonly double[][] Hartmann6 =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] Centres6 =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static IReadOnlyList<TestFunction> All { get; } =
    [
        new("branin", [-5, 0], [10, 15], Branin, 0.39788735772973816),
        new("camel", [-3, -2], [3, 2], Camel, -1.0316284534898774),
        new("hartmann3", [0, 0, 0], [1, 1, 1], x => Hartmann(x, Hartmann3, Centres3), -3.862782147820756),
        new("rosenbrock4", [-5, -5, -5, -5], [10, 10, 10, 10], Rosenbrock, 0),
        new("ackley5", [-10, -12, -14, -16, -18], [30, 28, 26, 24, 22], Ackley, 0),
        new("hartmann6", [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], x => Hartmann(x, Hartmann6, Centres6), -3.322368011415515),
    ];

    public int Dimensions => Low.Length;

    /// <summary>How far the value at a point of the unit cube is above the minimum.</summary>
    public double Regret(IReadOnlyList<double> point) =>
        Value([.. point.Select((place, axis) => Low[axis] + (place * (High[axis] - Low[axis])))]) - Least;

    private static double Branin(double[] x)
    {
        var valley = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    private static double Camel(double[] x)
    {
        var (first, second) = (x[0] * x[0], x[1] * x[1]);
        return ((4 - (2.1 * first) + (first * first / 3)) * first) + (x[0] * x[1]) + ((-4 + (4 * second)) * second);
    }

    private static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1)
        .Sum(axis => (100 * Math.Pow(x[axis + 1] - (x[axis] * x[axis]), 2)) + Math.Pow(1 - x[axis], 2));

    private static double Ackley(double[] x) =>
        20 + Math.E - (20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(place => place * place))))
        - Math.Exp(x.Average(place => Math.Cos(2 * Math.PI * place)));

    private static double Hartmann(double[] x, double[][] widths, double[][] centres) => -Enumerable.Range(0, Heights.Length)
        .Sum(hill => Heights[hill] * Math.Exp(
            -x.Select((place, axis) => widths[hill][axis] * Math.Pow(place - centres[hill][axis], 2)).Sum()));
}
