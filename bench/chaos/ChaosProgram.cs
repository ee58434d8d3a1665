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

    /// <returns>0 when no invariant was broken and every weight is as undisturbed.</returns>
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
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}: {faults} faults, 2 coordinators, {workers} workers, {trials} trials of 6 epochs, leases of 3 s"));
        if (cluster.FakeTime is null)
        {
            Console.WriteLine("without libfaketime there are no wrong clocks among the faults");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            Console.WriteLine("without root there is no full shared folder among the faults");
        }

        var run = new ChaosRun(cluster, workers, seed, Console.WriteLine, only);
        await cluster.StartCoordinatorAsync();
        var calm = await cluster.SubmitAsync(SmallNet.Sweep("undisturbed", trials));
        await run.FinishAsync(calm);
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("disturbed", trials));
        try
        {
            await run.RunAsync(sweep, faults);
            await run.FinishAsync(sweep);
        }
        catch (TimeoutException exception)
        {
            Console.WriteLine($"NOT ALIVE {exception.Message}");
            return 1;
        }

        var differ = await DifferAsync(cluster, calm, sweep);
        foreach (var trial in (await cluster.Store.TrialsAsync(sweep)).Where(trial => trial.State is not TrialState.Completed))
        {
            Console.WriteLine($"trial {trial.Number} ended as {trial.State}, {trial.Outcome}: {trial.OutcomeDetail}");
        }

        Console.WriteLine($"faults: {string.Join(", ", run.Done.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        foreach (var group in run.Recoveries.GroupBy(recovery => recovery.Fault).OrderBy(group => group.Key))
        {
            var seconds = group.Select(recovery => recovery.Seconds).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Key,-18} next record after {seconds[seconds.Count / 2]:0.0} s in the median, {seconds[^1]:0.0} s at most"));
        }

        Console.WriteLine(
            $"{run.Done.Values.Sum()} faults, {run.Violations.Count} violations, {differ.Count} of {trials} trials' "
            + $"weights differ from the undisturbed run{(differ.Count > 0 ? $": {string.Join(", ", differ)}" : "")}");
        return run.Violations.Count == 0 && differ.Count == 0 && run.Done.Values.Sum() >= faults ? 0 : 1;
    }

    private static async Task<List<int>> DifferAsync(Cluster cluster, string calm, string disturbed)
    {
        var expected = (await cluster.Store.TrialsAsync(calm)).ToDictionary(trial => trial.Number, trial => trial.WeightsHash);
        return
        [
            .. (await cluster.Store.TrialsAsync(disturbed))
                .Where(trial => trial.State is TrialState.Completed && trial.WeightsHash != expected[trial.Number])
                .Select(trial => trial.Number),
        ];
    }
}
