namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>Minimizes a smooth function by L-BFGS with backtracking (Nocedal and Wright 2006, algorithms 7.4 and 3.1).</summary>
internal sealed class LimitedMemoryBfgs(LimitedMemoryBfgs.Function function)
{
    private const int Memory = 8;
    private const int MostSteps = 40;
    private const int MostHalvings = 20;
    private const double Slope = 1e-4;
    private const double LeastGradient = 1e-3;
    private const double LeastGain = 1e-7;
    private const double LongestMove = 2;

    private readonly List<(double[] Move, double[] Change, double Curvature)> pairs = [];

    /// <summary>The value at a point; fills in the gradient.</summary>
    public delegate double Function(double[] point, double[] gradient);

    public (double[] Point, double Value) Minimize(double[] start)
    {
        var (point, gradient) = (start, new double[start.Length]);
        var value = function(point, gradient);
        for (var step = 0; step < MostSteps && gradient.Max(Math.Abs) > LeastGradient; step++)
        {
            if (Search(point, value, gradient, Direction(gradient)) is not { } next)
            {
                break;
            }

            Remember(point, gradient, next.Point, next.Gradient);
            var gain = value - next.Value;
            (point, value, gradient) = next;
            if (gain < LeastGain * Math.Max(1, Math.Abs(value)))
            {
                break;
            }
        }

        return (point, value);
    }

    /// <summary>The two-loop recursion.</summary>
    private double[] Direction(double[] gradient)
    {
        double[] direction = [.. gradient.Select(slope => -slope)];
        var shares = new double[pairs.Count];
        for (var index = pairs.Count - 1; index >= 0; index--)
        {
            var (move, change, curvature) = pairs[index];
            shares[index] = Vectors.Dot(move, direction) / curvature;
            Vectors.Subtract(direction, shares[index], change);
        }

        var scale = pairs is [.., var last]
            ? last.Curvature / Vectors.Dot(last.Change, last.Change)
            : 1 / Math.Max(1, Math.Sqrt(Vectors.Dot(gradient, gradient)));
        direction = [.. direction.Select(slope => slope * scale)];
        for (var index = 0; index < pairs.Count; index++)
        {
            var (move, change, curvature) = pairs[index];
            Vectors.Subtract(direction, (Vectors.Dot(change, direction) / curvature) - shares[index], move);
        }

        var longest = direction.Max(Math.Abs);
        return longest > LongestMove ? [.. direction.Select(move => move * LongestMove / longest)] : direction;
    }

    private (double[] Point, double Value, double[] Gradient)? Search(double[] point, double value, double[] gradient, double[] direction)
    {
        var slope = Vectors.Dot(gradient, direction);
        var length = 1.0;
        for (var halving = 0; slope < 0 && halving < MostHalvings; halving++, length /= 2)
        {
            double[] tried = [.. point.Zip(direction, (place, move) => place + (length * move))];
            var triedGradient = new double[point.Length];
            var triedValue = function(tried, triedGradient);
            if (triedValue <= value + (Slope * length * slope))
            {
                return (tried, triedValue, triedGradient);
            }
        }

        return null;
    }

    private void Remember(double[] point, double[] gradient, double[] nextPoint, double[] nextGradient)
    {
        double[] move = [.. nextPoint.Zip(point, (next, before) => next - before)];
        double[] change = [.. nextGradient.Zip(gradient, (next, before) => next - before)];
        var curvature = Vectors.Dot(move, change);
        if (curvature <= 1e-12)
        {
            return;
        }

        pairs.Add((move, change, curvature));
        if (pairs.Count > Memory)
        {
            pairs.RemoveAt(0);
        }
    }
}
