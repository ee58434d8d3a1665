using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Sobol;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Finds the open point with the greatest score: among all of them in a small space; else among evenly spread points and
/// points near the best tried, of which the best are improved axis by axis.
/// </summary>
internal sealed class CandidateSearch(UnitCube cube, TriedPoints tried, Func<double[], double> score)
{
    private const int MostCells = 512;
    private const int Spread = 160;
    private const int Near = 16;
    private const int Improved = 3;
    private const double FirstStep = 0.1;
    private const double LastStep = 1e-3;
    private const double Shrink = 4;
    private const int MostNames = 8;

    /// <param name="anchors">Good points, around which to look too.</param>
    /// <returns>Null when no open point was found.</returns>
    public (double[] Point, double Score)? Best(IReadOnlyList<double[]> anchors, long seed, int index, string purpose)
    {
        var candidates = cube.Cells is { } cells and <= MostCells
            ? Enumerable.Range(0, (int)cells).Select(cell => cube.PointOf(cell)).Where(tried.IsOpen)
            : Spreading(seed, index, purpose).Concat(Around(anchors, SeededRandom.For(seed, $"{purpose}, near", index)));
        var ranked = candidates.Select(Scored).OrderByDescending(one => one.Score).ToList();
        return ranked.Count == 0 ? null
            : cube.Cells is <= MostCells
            ? ranked[0]
            : ranked.Take(Improved).Select(Improve).MaxBy(one => one.Score);
    }

    private (double[] Point, double Score) Scored(double[] point) => (point, score(point));

    private IEnumerable<double[]> Spreading(long seed, int index, string purpose)
    {
        var filling = new SpaceFilling(cube, seed, $"{purpose}, proposal {index}");
        return Enumerable.Range(0, Spread).Select(place => filling.Point(place, tried)).TakeWhile(point => point is not null)
            .OfType<double[]>();
    }

    /// <summary>Each axis of an anchor moves by up to a tenth with probability one half.</summary>
    private IEnumerable<double[]> Around(IEnumerable<double[]> anchors, SeededRandom random)
    {
        foreach (var anchor in anchors)
        {
            for (var copy = 0; copy < Near; copy++)
            {
                double[] point = [.. anchor.Select(place => random.NextDouble() < 0.5
                    ? place
                    : Math.Clamp(place + (FirstStep * ((2 * random.NextDouble()) - 1)), 0, 1))];
                cube.Snap(point);
                if (tried.IsOpen(point))
                {
                    yield return point;
                }
            }
        }
    }

    /// <summary>Moves along one axis at a time while that helps, by ever smaller steps.</summary>
    private (double[] Point, double Score) Improve((double[] Point, double Score) best)
    {
        for (var step = FirstStep; step > LastStep;)
        {
            var before = best.Score;
            for (var axis = 0; axis < cube.Axes.Count; axis++)
            {
                best = Moves(best.Point, axis, step).Select(Scored).Append(best).MaxBy(one => one.Score);
            }

            step = best.Score > before ? step : step / Shrink;
        }

        return best;
    }

    private IEnumerable<double[]> Moves(double[] point, int axis, double step) => Places(cube.Axes[axis], point[axis], step)
        .Where(place => place != point[axis])
        .Select(place => Moved(point, axis, place))
        .Where(tried.IsOpen);

    private double[] Moved(double[] point, int axis, double place)
    {
        double[] moved = [.. point];
        moved[axis] = place;
        cube.Snap(moved);
        return moved;
    }

    private static IEnumerable<double> Places(Axis axis, double place, double step)
    {
        if (axis.Levels is not { } levels)
        {
            return [axis.Snap(place - step), axis.Snap(place + step)];
        }

        if (axis.IsCategorical && levels <= MostNames)
        {
            return Enumerable.Range(0, (int)levels).Select(level => axis.Middle(level));
        }

        var move = Math.Max(step, 1.0 / levels);
        return [axis.Snap(place - move), axis.Snap(place + move)];
    }
}
