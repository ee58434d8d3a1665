namespace VggSweep.Core.Tests.Scheduling;

/// <summary>Bohdal et al. 2023, algorithm 1 with the soft ranking of a fixed epsilon, word by word and slow.</summary>
internal sealed class PaperPasha(int eta, int lastRung, double epsilon)
{
    private readonly List<List<(int Trial, double Value)>> rungs =
        [.. Enumerable.Range(0, lastRung + 1).Select(_ => new List<(int, double)>())];
    private readonly HashSet<(int Trial, int Rung)> promoted = [];
    private int fresh;

    public int Top { get; private set; } = 1;

    public void Report(int trial, int rung, double value)
    {
        rungs[rung].Add((trial, value));
        if (rung >= Top - 1 && Top < lastRung && !RankEqually())
        {
            Top++;
        }
    }

    public (int Trial, int Rung) GetJob()
    {
        for (var rung = Top - 1; rung >= 0; rung--)
        {
            var candidates = rungs[rung].OrderByDescending(entry => entry.Value).Take(rungs[rung].Count / eta).Select(entry => entry.Trial);
            if (candidates.FirstOrDefault(trial => !promoted.Contains((trial, rung))) is var trial and > 0)
            {
                promoted.Add((trial, rung));
                return (trial, rung + 1);
            }
        }

        return (++fresh, 0);
    }

    /// <summary>Whether each trial is within epsilon, at the rung below, of the one that has its place there.</summary>
    private bool RankEqually()
    {
        var below = rungs[Top - 1].Where(entry => rungs[Top].Any(one => one.Trial == entry.Trial))
            .OrderByDescending(entry => entry.Value).ToList();
        var values = below.ToDictionary(entry => entry.Trial, entry => entry.Value);
        return rungs[Top].OrderByDescending(entry => entry.Value).Zip(below)
            .All(pair => Math.Abs(values[pair.First.Trial] - pair.Second.Value) <= epsilon);
    }
}
