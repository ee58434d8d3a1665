using System.Globalization;
using VggSweep.Core.Trials;
using VggSweep.TestCluster;

/// <summary>Undisturbed first, then disturbed: nothing may be lost, doubled or different.</summary>
internal static class ChaosProgram
{
    /// <summary>Room for the checkpoints of all trials.</summary>
    private const string FilesDisk = "256m";

    /// <summary>Of Debian's package libfaketime.</summary>
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <returns>0 when no invariant was broken, no process ended by itself, and no weight differs.</returns>
    public static async Task<int> RunAsync(int faults, long seed, int workers, int trials, Fault[] only)
    {
        await using var cluster = new Cluster
        {
            Data = SmallNet.Data(),
            LeaseTtl = TimeSpan.FromSeconds(3),
            HasLinks = true,
            FakeTime = File.Exists(FakeTime) ? FakeTime : null,
            FilesDisk = Environment.IsPrivilegedProcess ? FilesDisk : null,
        };
        await cluster.StartServersAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {faults} faults, 2 coordinators, {workers} workers, sweeps of {trials} trials of 6 epochs, leases of 3 s"));
        SayWhatIsMissing(cluster);
        var run = new ChaosRun(cluster, workers, seed, Console.WriteLine, only);
        await cluster.StartCoordinatorAsync();
        var calm = await cluster.SubmitAsync(SmallNet.Sweep("undisturbed", trials));
        await run.FinishAsync(calm);
        var (sweeps, differ) = (0, 0);
        try
        {
            while (run.Done.Values.Sum() < faults && run.Violations.Count == 0)
            {
                var sweep = await cluster.SubmitAsync(SmallNet.Sweep("disturbed", trials));
                await run.RunAsync(sweep, faults - run.Done.Values.Sum());
                await run.FinishAsync(sweep);
                (sweeps, differ) = (sweeps + 1, differ + await DifferingAsync(cluster, calm, sweep));
            }
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            Console.WriteLine($"NOT ALIVE {exception.Message}");
            Summarize(run);
            return 1;
        }

        Summarize(run);
        Console.WriteLine(
            $"{run.Done.Values.Sum()} faults, {run.Violations.Count} violations, "
            + $"{run.EndedByThemselves.Count} processes ended by themselves "
            + $"and {run.RepeatedStarts} while starting, "
            + $"{differ} of {sweeps * trials} trials' weights differ from the undisturbed run");
        return run.Violations.Count == 0 && run.EndedByThemselves.Count == 0 && differ == 0 ? 0 : 1;
    }

    private static void SayWhatIsMissing(Cluster cluster)
    {
        if (cluster.FakeTime is null)
        {
            Console.WriteLine("without libfaketime there are no wrong clocks among the faults");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            Console.WriteLine("without root the shared folder is neither filled nor unmounted");
        }
    }

    private static void Summarize(ChaosRun run)
    {
        Console.WriteLine($"faults: {string.Join(", ", run.Done.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        Console.WriteLine("seconds until the next recorded epoch, the fault's own duration included:");
        foreach (var group in run.Recoveries.GroupBy(recovery => recovery.Fault).OrderBy(group => group.Key))
        {
            var seconds = group.Select(recovery => recovery.Seconds).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Key,-18} median {seconds[seconds.Count / 2],5:0.0}, maximum {seconds[^1],5:0.0}"));
        }
    }

    /// <returns>How many completed trials have other weights than undisturbed.</returns>
    private static async Task<int> DifferingAsync(Cluster cluster, string calm, string disturbed)
    {
        var expected = (await cluster.Store.TrialsAsync(calm)).ToDictionary(trial => trial.Number, trial => trial.WeightsHash);
        var differ = 0;
        foreach (var trial in await cluster.Store.TrialsAsync(disturbed))
        {
            if (trial.State is not TrialState.Completed)
            {
                Console.WriteLine($"{disturbed}/{trial.Number} ended as {trial.State}, {trial.Outcome}: {trial.OutcomeDetail}");
            }
            else if (trial.WeightsHash != expected[trial.Number])
            {
                Console.WriteLine($"{disturbed}/{trial.Number} has other weights");
                differ++;
            }
        }

        return differ;
    }
}
