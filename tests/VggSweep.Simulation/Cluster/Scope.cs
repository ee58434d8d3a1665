namespace VggSweep.Simulation.Cluster;

/// <summary>How much there is in a history. A lease ends after 10 s.</summary>
/// <param name="Disturbed">How long faults happen.</param>
internal sealed record Scope(TimeSpan Disturbed, int MostFaults, int MostSweeps, int MostTrials, int MostEpochs)
{
    /// <summary>
    /// What breaks an invariant mostly needs few trials, and few faults that follow each other closely: many of these
    /// cost little.
    /// </summary>
    public static Scope Small { get; } = new(TimeSpan.FromSeconds(24), MostFaults: 7, MostSweeps: 2, MostTrials: 3, MostEpochs: 5);

    /// <summary>For what does not.</summary>
    public static Scope Large { get; } = new(TimeSpan.FromMinutes(2), MostFaults: 20, MostSweeps: 3, MostTrials: 8, MostEpochs: 12);
}
