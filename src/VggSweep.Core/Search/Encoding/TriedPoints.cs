using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Encoding;

/// <summary>
/// The history as points of the cube, and which configurations of a finite space are left. Trials whose values are not in
/// the space are left out.
/// </summary>
internal sealed class TriedPoints
{
    private readonly UnitCube cube;
    private readonly Dictionary<long, HashSet<long>> replicates = [];
    private readonly long taken;

    public TriedPoints(UnitCube cube, SearchHistory history)
    {
        this.cube = cube;
        var all = new List<(TriedTrial Trial, double[] Point)>(history.Trials.Count);
        foreach (var trial in history.Trials)
        {
            if (cube.Encode(trial.Parameters) is { } point)
            {
                all.Add((trial, point));
                taken += cube.Cells is not null && Take(cube.CellOf(point), cube.ReplicateOf(trial.Parameters)) ? 1 : 0;
            }
        }

        All = all;
    }

    /// <summary>By number.</summary>
    public IReadOnlyList<(TriedTrial Trial, double[] Point)> All { get; }

    /// <summary>Whether every configuration has been tried or runs.</summary>
    public bool IsExhausted => taken >= cube.Count;

    /// <summary>Whether a configuration of that cell is left.</summary>
    public bool IsOpen(long cell) => !replicates.TryGetValue(cell, out var used) || used.Count < cube.Replicates;

    /// <summary>Whether a configuration of that point's cell is left; always in a space that is not finite.</summary>
    public bool IsOpen(ReadOnlySpan<double> point) => cube.Cells is null || IsOpen(cube.CellOf(point));

    /// <summary>The configuration of an open point, with the first seed that its cell has not had.</summary>
    /// <param name="index">Of the proposal: spreads the seeds where the space is not finite.</param>
    public TrialParameters Configuration(ReadOnlySpan<double> point, int index)
    {
        if (cube.Cells is null)
        {
            return cube.Decode(point, index % cube.Replicates);
        }

        var replicate = 0L;
        if (replicates.TryGetValue(cube.CellOf(point), out var used))
        {
            while (used.Contains(replicate))
            {
                replicate++;
            }
        }

        return cube.Decode(point, replicate);
    }

    private bool Take(long cell, long replicate)
    {
        if (!replicates.TryGetValue(cell, out var used))
        {
            replicates[cell] = used = [];
        }

        return replicate >= 0 && used.Add(replicate);
    }
}
