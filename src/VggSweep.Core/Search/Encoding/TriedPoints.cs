using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Encoding;

/// <summary>
/// The history as points of the cube, and which configurations are left. Trials whose values are not in the space are left
/// out.
/// </summary>
internal sealed class TriedPoints
{
    private readonly UnitCube cube;
    private readonly Dictionary<double[], List<long>> replicates;
    private readonly long taken;

    public TriedPoints(UnitCube cube, SearchHistory history)
    {
        this.cube = cube;
        replicates = new(history.Trials.Count, new SamePoint());
        var all = new List<(TriedTrial Trial, double[] Point)>(history.Trials.Count);
        foreach (var trial in history.Trials)
        {
            if (cube.Encode(trial.Parameters) is { } point)
            {
                all.Add((trial, point));
                taken += Take(point, cube.ReplicateOf(trial.Parameters)) ? 1 : 0;
            }
        }

        All = all;
    }

    /// <summary>By number.</summary>
    public IReadOnlyList<(TriedTrial Trial, double[] Point)> All { get; }

    /// <summary>Whether every configuration has been tried or runs.</summary>
    public bool IsExhausted => taken >= cube.Count;

    /// <summary>Whether a configuration of that point is left, and meets the constraints.</summary>
    public bool IsOpen(double[] point) =>
        (!replicates.TryGetValue(point, out var used) || used.Count < cube.Replicates) && cube.Allows(point);

    /// <summary>Proposes the configuration of an open point, with a seed that the point has not had.</summary>
    /// <param name="index">Of the proposal: spreads the seeds where no point is likely to come twice.</param>
    /// <param name="why">The proposal's reason.</param>
    /// <returns>Null without a point.</returns>
    public Proposal? Propose(double[]? point, int index, string why) =>
        point is null ? null : new Proposal(Configuration(point, index), why);

    private TrialParameters Configuration(double[] point, int index)
    {
        var replicate = cube.Cells is null ? index % cube.Replicates : 0;
        if (replicates.TryGetValue(point, out var used))
        {
            while (used.Contains(replicate))
            {
                replicate = (replicate + 1) % cube.Replicates;
            }
        }

        return cube.Decode(point, replicate);
    }

    private bool Take(double[] point, long replicate)
    {
        if (!replicates.TryGetValue(point, out var used))
        {
            replicates[point] = used = [];
        }

        if (replicate < 0 || used.Contains(replicate))
        {
            return false;
        }

        used.Add(replicate);
        return true;
    }

    /// <summary>Equal up to the rounding of a value that went there and back.</summary>
    private sealed class SamePoint : IEqualityComparer<double[]>
    {
        private const double Places = 1L << 40;

        public bool Equals(double[]? x, double[]? y)
        {
            for (var axis = 0; axis < x!.Length; axis++)
            {
                if (Place(x[axis]) != Place(y![axis]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(double[] obj)
        {
            var hash = 0L;
            foreach (var place in obj)
            {
                hash = (hash * 1_000_003) + Place(place);
            }

            return hash.GetHashCode();
        }

        private static long Place(double place) => (long)Math.Round(place * Places);
    }
}
