using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Encoding;

/// <summary>
/// The configurations of a sweep as points of the unit cube, one axis a parameter. Seeds are replicates of a cell rather
/// than an axis, where asked: results of two seeds say nothing about a third.
/// </summary>
/// <remarks>A parameter that a configuration does not have lies in the middle of its axis.</remarks>
internal sealed class UnitCube
{
    private const string Seed = "seed";

    /// <summary>Where a parameter lies that a configuration does not have.</summary>
    private const double Absent = 0.5;

    private readonly SweepSpec spec;
    private readonly Axis?[] bySpace;
    private readonly Numbering numbering;
    private readonly Axis? seeds;

    public UnitCube(SweepSpec spec, bool seedsAreReplicates)
    {
        this.spec = spec;
        Space = new ConfigurationSpace(spec);
        var axes = spec.Parameters.Select(Axis.Of).ToList();
        seeds = seedsAreReplicates ? axes.Find(axis => axis.Key == Seed) : null;
        bySpace = [.. axes.Select(axis => axis == seeds ? null : axis)];
        Axes = [.. axes.Where(axis => axis != seeds)];
        numbering = new Numbering(
            [.. spec.Parameters.Where(space => space.Key != seeds?.Key)],
            (axis, value) => Axes[axis].Level(Axes[axis].Place(value)!.Value));
    }

    public ConfigurationSpace Space { get; }

    /// <summary>In the order of the file, without the seeds that are replicates.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>Distinct points; null where an axis is a real range or they are too many to number.</summary>
    public long? Cells => numbering.Count;

    /// <summary>Seeds of each cell.</summary>
    public long Replicates => seeds?.Levels ?? 1;

    /// <summary>
    /// Configurations that meet the constraints, at most, replicates included; null as <see cref="Cells"/>.
    /// </summary>
    public long? Count => Space.Allowed;

    /// <summary>Whether the configuration of a point meets the constraints.</summary>
    public bool Allows(ReadOnlySpan<double> point) => !Space.IsConstrained || Space.Allows(Decode(point));

    /// <summary>The point of a trial; null when a value of its is not in the space, as after a change of the file.</summary>
    public double[]? Encode(TrialParameters trial)
    {
        var point = new double[Axes.Count];
        for (var index = 0; index < point.Length; index++)
        {
            if (Space.IsConditional && !spec.Has(trial, Axes[index].Key))
            {
                point[index] = Axes[index].Snap(Absent);
                continue;
            }

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
        var values = new object?[bySpace.Length];
        for (int index = 0, axis = 0; index < values.Length; index++)
        {
            var own = bySpace[index] is null ? seeds!.Middle(replicate) : point[axis++];
            values[index] = Space.IsActive(index, values) ? (bySpace[index] ?? seeds!).Decode(own) : null;
        }

        return Space.Compose(values);
    }

    /// <summary>The replicate of a trial, from 0; −1 when its seed is not one of the sweep's.</summary>
    public long ReplicateOf(TrialParameters trial) =>
        seeds is null ? 0 : seeds.Encode(trial) is { } place ? seeds.Level(place) : -1;

    /// <summary>Moves a point to the nearest that stands for a configuration.</summary>
    public void Snap(Span<double> point)
    {
        var isActive = Activity(point);
        for (var index = 0; index < point.Length; index++)
        {
            point[index] = Axes[index].Snap(isActive[index] ? point[index] : Absent);
        }
    }

    /// <summary>Which parameters the configuration of a point has.</summary>
    public bool[] Activity(ReadOnlySpan<double> point)
    {
        var isActive = new bool[point.Length];
        if (!Space.IsConditional)
        {
            Array.Fill(isActive, true);
            return isActive;
        }

        var levels = new long[point.Length];
        for (var index = 0; index < point.Length; index++)
        {
            isActive[index] = numbering.IsActive(index, levels);
            levels[index] = !isActive[index] ? Numbering.None : Axes[index].Levels is null ? 0 : Axes[index].Level(point[index]);
        }

        return isActive;
    }

    /// <summary>The number of a point's cell, the last axis counting fastest. Only where <see cref="Cells"/> is known.</summary>
    public long CellOf(ReadOnlySpan<double> point)
    {
        var (isActive, levels) = (Activity(point), new long[point.Length]);
        for (var index = 0; index < point.Length; index++)
        {
            levels[index] = isActive[index] ? Axes[index].Level(point[index]) : Numbering.None;
        }

        return numbering.NumberOf(levels);
    }

    /// <summary>The point of a cell.</summary>
    public double[] PointOf(long cell) => [.. numbering.LevelsOf(cell).Zip(
        Axes, (level, axis) => level == Numbering.None ? axis.Snap(Absent) : axis.Middle(level))];
}
