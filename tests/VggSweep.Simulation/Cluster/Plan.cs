using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>The machines and the sweeps of a history.</summary>
internal sealed record Plan(int Coordinators, IReadOnlyList<Machine> Machines, IReadOnlyList<SimulatedSweep> Sweeps)
{
    private const long Small = 1L << 30;
    private const long Large = 8L << 30;

    /// <summary>Two or three small machines that differ, and small sweeps that all of can be trained.</summary>
    public static Plan Draw(Draws draws, Scope scope)
    {
        // The first has everything, so that no sweep waits for ever.
        var machines = new List<Machine> { new("m1", "avx2", draws.Between(1, 3), Large, ["fast"]) };
        for (var number = 2; number <= draws.Between(2, 3); number++)
        {
            machines.Add(
                new(
                    $"m{number}", draws.Chance(0.5) ? "avx2" : "avx512", draws.Between(1, 3),
                    draws.Chance(0.5) ? Small : Large, draws.Chance(0.5) ? ["fast"] : []));
        }

        var sweeps = Enumerable
            .Range(1, draws.Between(1, scope.MostSweeps))
            .Select(number => DrawSweep($"s{number}", draws, scope))
            .ToList();
        return new Plan(draws.Between(1, 2), machines, sweeps);
    }

    private static string DrawScheduler(string sweep, Draws draws) => (draws.Chance(0.7), draws.Between(2, 3), sweep) switch
    {
        (false, 3, _) => "scheduler: topK\ntopK: { keep: 2 }",
        (true, 3, "s2") => "scheduler: hyperband\nhyperband: { eta: 2 }",
        var (promotes, eta, _) => $"scheduler: asha\nasha: {{ form: {(promotes ? "promotion" : "stopping")}, eta: {eta} }}",
    };

    private static SimulatedSweep DrawSweep(string name, Draws draws, Scope scope)
    {
        // A single epoch has no rung before its end, and no sweep that halves may be so short.
        var (epochs, step) = (draws.Between(Math.Max(2, scope.MostEpochs / 3), scope.MostEpochs), draws.Time(0.5, 4));
        var trials = Enumerable.Range(1, draws.Between(2, scope.MostTrials)).Select(number =>
            new SimulatedTrial($"{name}-1/{number}", epochs, step, draws.Chance(0.1) ? draws.Between(1, epochs) : 0)).ToList();
        var isAdaptive = draws.Chance(0.3); // Its trials need what their plan says, which is little.
        return new SimulatedSweep(
            name, draws.Between(0, 1), draws.Chance(0.3) ? draws.Between(1, 2) : null,
            !isAdaptive && draws.Chance(0.3) ? 2 * Small : Small / 2,
            draws.Chance(0.3) ? ["fast"] : [], draws.Chance(0.5), trials)
        {
            Scheduler = draws.Chance(0.5) ? "" : DrawScheduler(name, draws),
            IsAdaptive = isAdaptive,
        };
    }
}
