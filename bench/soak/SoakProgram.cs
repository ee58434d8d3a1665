using VggSweep.TestCluster;

/// <summary>Rounds until the time is over, and what grew.</summary>
internal static class SoakProgram
{
    /// <returns>0 when nothing was lost and nothing grew.</returns>
    public static async Task<int> RunAsync(TimeSpan time, int most, bool isSmall, long seed)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        var file = isSmall ? "bench/soak/small.yaml" : "sweeps/quickstart.yaml";
        Say($"{file}, seed {seed}, {time.TotalMinutes:0} minutes or {(most == int.MaxValue ? "any number of" : most)} rounds");
        using var home = new SoakHome();
        var soaking = new Soaking(home, Path.Combine(Builds.Repository, file), seed);
        var rounds = new List<SoakRound>();
        try
        {
            Say($"undisturbed {await soaking.UndisturbedAsync()}");
            while (rounds.Count < most && (rounds.Count < 2 || TimeProvider.System.GetElapsedTime(startedAt) < time))
            {
                rounds.Add(await soaking.DisturbedAsync());
                Say($"round {rounds.Count,5} {rounds[^1]}");
            }
        }
        catch (SoakException lost)
        {
            Say($"round {rounds.Count + 1,5} LOST: {lost.Message}");
            return 1;
        }

        var figures = Growth.Of(rounds);
        Say(
            $"{rounds.Count} rounds in {TimeProvider.System.GetElapsedTime(startedAt).TotalMinutes:0.0} minutes; "
            + "medians (of memory, the least) of the first and of the last third:");
        foreach (var (line, _) in figures)
        {
            Say($"{line}");
        }

        return figures.Any(figure => figure.Grew) ? 1 : 0;
    }

    private static void Say(string line) => Console.WriteLine(line);
}
