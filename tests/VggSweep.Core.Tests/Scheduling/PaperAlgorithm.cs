namespace VggSweep.Core.Tests.Scheduling;

/// <summary>Li et al. 2020, algorithm 2, word by word and slow: the promotion form is held against it.</summary>
internal sealed class PaperAlgorithm(int eta, int lastRung)
{
    private readonly List<List<(int Trial, double Value)>> rungs =
    [
        .. Enumerable.Range(0, lastRung + 1).Select(_ => new List<(int, double)>()),
    ];
    private readonly HashSet<(int Trial, int Rung)> promoted = [];
    private int fresh;

    public void Report(int trial, int rung, double value) => rungs[rung].Add((trial, value));

    /// <summary>What the worker that has become free trains next: a promotable trial of the highest rung, or a new one.</summary>
    public (int Trial, int Rung) GetJob()
    {
        for (var rung = lastRung - 1; rung >= 0; rung--)
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
}
