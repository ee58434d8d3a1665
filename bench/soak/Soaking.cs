using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Trials;
using VggSweep.Store;
using VggSweep.Tests;

/// <summary>The rounds of a soak: run, disturb, resume until the sweep has ended, look at what it recorded, delete it.</summary>
/// <exception cref="SoakException">From its methods: something was lost, or a command ended as it should not.</exception>
internal sealed class Soaking(SoakHome home, string file, long seed)
{
    /// <summary>Two, since a trial that ended three trainers in a row before its first record is put aside, as it should be.</summary>
    private const int Disturbances = 2;

    private const int Interrupted = 130;
    private const int Killed = 137;

    /// <summary>A lease is 30 s; some suspensions are longer.</summary>
    private static readonly TimeSpan LongestSuspension = TimeSpan.FromSeconds(45);

    private readonly SeededRandom random = SeededRandom.For(seed, "soak");
    private IReadOnlyList<string?> undisturbed = [];

    /// <summary>How long a sweep takes that nobody disturbs, which is when it may be hit.</summary>
    private TimeSpan length;

    private long peakBytes;
    private int descriptors;

    private enum Disturbance
    {
        KilledRun,
        KilledTrainer,
        Interrupt,
        SuspendedRun,
    }

    public Task<SoakRound> UndisturbedAsync() => RoundAsync(0);

    public Task<SoakRound> DisturbedAsync() => RoundAsync(Disturbances);

    private async Task<SoakRound> RoundAsync(int disturbances)
    {
        (peakBytes, descriptors) = (0, 0);
        var startedAt = TimeProvider.System.GetTimestamp();
        var done = new List<string>();
        var hasEnded = false;
        for (var index = 0; index < disturbances && !hasEnded; index++)
        {
            var (kind, after) = ((Disturbance)random.Next(Enum.GetValues<Disturbance>().Length), length * random.NextDouble());
            hasEnded = await DisturbAsync(kind, after);
            done.Add(
                string.Create(CultureInfo.InvariantCulture, $"{kind} after {after.TotalSeconds:0.0} s{(hasEnded ? " and the end" : "")}"));
        }

        if (!hasEnded)
        {
            using var run = await StartAsync();
            await ExpectAsync(run, 0);
        }

        var took = TimeProvider.System.GetElapsedTime(startedAt);
        length = disturbances == 0 ? took : length;
        await CheckAsync();
        await CommandAsync("delete", await FindSweepAsync() ?? throw new SoakException("the sweep is gone"));
        await CommandAsync("gc");
        return new SoakRound(
            took.TotalSeconds, string.Join(", ", done.DefaultIfEmpty("undisturbed")), peakBytes, descriptors,
            home.HomeFiles, home.DatabaseBytes, home.TemporaryFiles, home.Processes().Count);
    }

    /// <returns>Whether the sweep ended before it could be disturbed, or in spite of it.</returns>
    private async Task<bool> DisturbAsync(Disturbance kind, TimeSpan after)
    {
        using var run = await StartAsync();
        await Task.WhenAny(run.Ended, Task.Delay(after, TimeProvider.System));
        if (!run.Ended.IsCompleted)
        {
            var trainers = ChildProcesses.Of(run.Id);
            var (victim, signal) = kind switch
            {
                Disturbance.KilledTrainer when trainers.Count > 0 => (trainers[random.Next(trainers.Count)], Signals.Kill),
                Disturbance.Interrupt => (run.Id, Signals.Interrupt),
                Disturbance.SuspendedRun => (run.Id, Signals.Stop),
                _ => (run.Id, Signals.Kill),
            };
            if (victim == run.Id && signal == Signals.Kill)
            {
                home.Forgive(run.Id);
            }

            _ = Signals.Send(victim, signal);
            if (signal == Signals.Stop)
            {
                await Task.Delay(LongestSuspension * random.NextDouble(), TimeProvider.System);
                _ = Signals.Send(victim, Signals.Continue);
            }
        }

        return await ExpectAsync(run, 0, Interrupted, Killed) == 0;
    }

    private async Task<WatchedProcess> StartAsync() =>
        new(home.Start(await FindSweepAsync() is { } sweep ? ["resume", sweep] : ["run", file]));

    /// <summary>Every other is deleted; a run that was killed early has left none, or not even a database.</summary>
    private async Task<string?> FindSweepAsync()
    {
        try
        {
            await using var store = SweepStore.OpenToRead(home.Home, TimeProvider.System);
            return (await store.ListSweepsAsync()).SingleOrDefault()?.Id;
        }
        catch (Exception exception) when (StoreProblemException.Recognize(exception, home.Home) is not null)
        {
            return null;
        }
    }

    private async Task CommandAsync(params string[] arguments)
    {
        using var command = new WatchedProcess(home.Start(arguments));
        var (exitCode, output, error) = await command.EndAsync();
        if (exitCode != 0)
        {
            throw new SoakException($"{string.Join(' ', arguments)} ended with {exitCode}:\n{output}{error}");
        }
    }

    private async Task<int> ExpectAsync(WatchedProcess run, params int[] expected)
    {
        var (exitCode, output, error) = await run.EndAsync();
        (peakBytes, descriptors) = (Math.Max(peakBytes, run.PeakBytes), Math.Max(descriptors, run.Descriptors));
        return expected.Contains(exitCode) ? exitCode : throw new SoakException($"a run ended with {exitCode}:\n{output}{error}");
    }

    /// <summary>Every trial completed, its rows whole, its weights those of the first round, which nobody disturbed.</summary>
    private async Task CheckAsync()
    {
        await using var store = SweepStore.OpenToRead(home.Home, TimeProvider.System);
        var sweep = (await store.ListSweepsAsync()).Single().Id;
        var trials = await store.TrialsAsync(sweep);
        var violations = (await StoreInvariants.CheckAsync(store, sweep))
            .Concat(
                trials.Where(trial => trial.State is not TrialState.Completed).Select(
                    trial => $"trial {trial.Number} is {trial.State}: {trial.OutcomeDetail}"));
        var weights = trials.Select(trial => trial.WeightsHash).ToList();
        undisturbed = undisturbed.Count == 0 ? weights : undisturbed;
        if (!weights.SequenceEqual(undisturbed))
        {
            violations = violations.Append("the weights are not those of the round that nobody disturbed");
        }

        if (violations.ToList() is { Count: > 0 } all)
        {
            throw new SoakException(string.Join('\n', all));
        }
    }
}

/// <summary>What a soak ends with when something is lost.</summary>
internal sealed class SoakException(string message) : Exception(message);
