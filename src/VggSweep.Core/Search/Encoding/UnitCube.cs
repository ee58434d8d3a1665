using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Encoding;

/// <summary>
/// The configurations of a sweep as points of the unit cube, one axis a parameter. Seeds are replicates of a cell rather
/// than an axis, where asked: results of two seeds say nothing about a third.
/// </summary>
internal sealed class UnitCube
{
    private const string Seed = "seed";

    private readonly ConfigurationSpace space;
    private readonly Axis?[] bySpace;
    private readonly Axis? seeds;

    public UnitCube(SweepSpec spec, bool seedsAreReplicates)
    {
        space = new ConfigurationSpace(spec);
        var axes = spec.Parameters.Select(Axis.Of).ToList();
        seeds = seedsAreReplicates ? axes.Find(axis => axis.Key == Seed) : null;
        bySpace = [.. axes.Select(axis => axis == seeds ? null : axis)];
        Axes = [.. axes.Where(axis => axis != seeds)];
        Cells = Product(Axes);
        Count = Product(axes);
    }

    /// <summary>In the order of the file, without the seeds that are replicates.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>Distinct points; null where an axis is a real range or they are too many to number.</summary>
    public long? Cells { get; }

    /// <summary>Seeds of each cell.</summary>
    public long Replicates => seeds?.Levels ?? 1;

    /// <summary>Distinct configurations, replicates included; null as <see cref="Cells"/>.</summary>
    public long? Count { get; }

    /// <summary>The point of a trial; null when a value of its is not in the space, as after a change of the file.</summary>
    public double[]? Encode(TrialParameters trial)
    {
        var point = new double[Axes.Count];
        for (var index = 0; index < point.Length; index++)
        {
            if (Axes[index].Encode(trial) is not { } place)
            {
                return null;
            }

            point[index] = place;
        }

        return point;
    }

    /// <summary>The configuration nearest to a point, with the seed of that replicate.</summary>
    public TrialParameters Decode(ReadOnlySpan<double> point, long replicate = 0)
    {
        var values = new object[bySpace.Length];
        for (int index = 0, axis = 0; index < values.Length; index++)
        {
            values[index] = bySpace[index]?.Decode(point[axis++]) ?? seeds!.Decode(seeds.Middle(replicate));
        }

        return space.Compose(values);
    }

    /// <summary>The replicate of a trial, from 0; −1 when its seed is not one of the sweep's.</summary>
    public long ReplicateOf(TrialParameters trial) =>
        seeds is null ? 0 : seeds.Encode(trial) is { } place ? seeds.Level(place) : -1;

    /// <summary>Moves a point to the nearest that stands for a configuration.</summary>
    public void Snap(Span<double> point)
    {
        for (var index = 0; index < point.Length; index++)
        {
            point[index] = Axes[index].Snap(point[index]);
        }
    }

    /// <summary>The number of a point's cell, the last axis counting fastest. Only where <see cref="Cells"/> is known.</summary>
    public long CellOf(ReadOnlySpan<double> point)
    {
        var cell = 0L;
        for (var index = 0; index < point.Length; index++)
        {
            cell = (cell * Axes[index].Levels!.Value) + Axes[index].Level(point[index]);
        }

        return cell;
    }

    /// <summary>The point of a cell.</summary>
    public double[] PointOf(long cell)
    {
        var point = new double[Axes.Count];
        for (var index = point.Length - 1; index >= 0; index--)
        {
            var levels = Axes[index].Levels!.Value;
            point[index] = Axes[index].Middle(cell % levels);
            cell /= levels;
        }

        return point;
    }

    private static long? Product(IEnumerable<Axis> axes)
    {
        Int128 cells = 1;
        foreach (var axis in axes)
        {
            cells *= axis.Levels ?? ConfigurationSpace.GreatestCount;
            if (cells >= ConfigurationSpace.GreatestCount)
            {
                return null;
            }
        }

        return (long)cells;
    }
}
