using System.Security.Cryptography;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.TestCluster;

/// <summary>
/// Does one fault after another to a cluster that trains, and holds the rows against their invariants. The next fault
/// comes only when an epoch was recorded after the last one: that the cluster goes on is an invariant too.
/// </summary>
/// <param name="cluster">Two coordinators and some workers are kept running in it.</param>
/// <param name="workers">How many.</param>
/// <param name="seed">Draws the faults and whom they hit.</param>
/// <param name="say">Told each fault and what became of it.</param>
/// <param name="only">The kinds to draw from; empty for all that can be done here.</param>
public sealed class ChaosRun(Cluster cluster, int workers, long seed, Action<string> say, params IReadOnlyCollection<Fault> only)
{
    /// <summary>Of a coordinator that ends while it starts.</summary>
    private const int MostStarts = 5;

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly SeededRandom random = new((ulong)seed);
    private readonly Dictionary<Fault, int> done = [];

    /// <summary>What can be done here.</summary>
    private readonly IReadOnlyList<Fault> kinds =
    [
        .. Enum.GetValues<Fault>().Where(fault => (only.Count == 0 || only.Contains(fault)) && fault switch
        {
            Fault.CutLink => cluster.HasLinks,
            Fault.FillFiles or Fault.UnmountFiles => cluster.FilesDisk is not null,
            Fault.SkewClock => cluster.FakeTime is not null,
            _ => true,
        }),
    ];

    private readonly long startedAt = Time.GetTimestamp();

    /// <summary>Processes whose end is a fault's doing, or known.</summary>
    private readonly HashSet<ClusterProcess> accounted = [];

    public IReadOnlyDictionary<Fault, int> Done => done;

    private TimeSpan LongerThanALease => (cluster.LeaseTtl ?? TimeSpan.FromSeconds(30)) * 1.7;

    /// <summary>How long the cluster was without a new record after each fault, in seconds.</summary>
    public List<(Fault Fault, double Seconds)> Recoveries { get; } = [];

    /// <summary>Violations of the invariants; empty when all is well.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Coordinators and workers that ended although no fault hit them, with their last words.</summary>
    public List<string> EndedByThemselves { get; } = [];

    /// <summary>Coordinators that ended before they had started, and were started again.</summary>
    public int RepeatedStarts { get; private set; }

    /// <summary>Until so many faults were done, or every trial has ended, or an invariant is broken.</summary>
    public async Task RunAsync(string sweep, int faults)
    {
        await StaffAsync();
        var recorded = await RecordedAsync(sweep);
        for (var index = 1; index <= faults && Violations.Count == 0; index++)
        {
            await NewRecordAsync(sweep, recorded);
            if (await IsEndedAsync(sweep))
            {
                break;
            }

            var fault = kinds[random.Next(kinds.Count)];
            var (before, at) = (await RecordedAsync(sweep), Time.GetTimestamp());
            say($"{Clock()} fault {index}: {fault} {await DoAsync(fault)}");
            done[fault] = done.GetValueOrDefault(fault) + 1;
            await Task.WhenAll(StaffAsync(), RecoverAsync(sweep, before, fault, at));
            recorded = Math.Max(before, await RecordedAsync(sweep));
            await CheckAsync(sweep);
            NoteEnds();
        }
    }

    /// <summary>Until every trial has ended, without further faults.</summary>
    public async Task FinishAsync(string sweep)
    {
        await StaffAsync();
        await cluster.UntilAsync($"{sweep} ends", () => IsEndedAsync(sweep), TimeSpan.FromMinutes(30));
        await CheckAsync(sweep);
        NoteEnds();
    }

    /// <summary>Measured while a supervisor restarts what is missing: the cluster need not wait for it.</summary>
    private async Task RecoverAsync(string sweep, int before, Fault fault, long since)
    {
        await NewRecordAsync(sweep, before);
        Recoveries.Add((fault, Time.GetElapsedTime(since).TotalSeconds));
    }

    private async Task CheckAsync(string sweep)
    {
        Violations.AddRange(await StoreInvariants.CheckAsync(cluster.Store, sweep));
        foreach (var trial in await cluster.Store.TrialsAsync(sweep))
        {
            foreach (var checkpoint in await cluster.Store.CheckpointsAsync(sweep, trial.Number))
            {
                if (!await IsReadableAsync(checkpoint) && (await cluster.Store.CheckpointsAsync(sweep, trial.Number)).Contains(checkpoint))
                {
                    Violations.Add($"{sweep}/{trial.Number}: the recorded checkpoint {checkpoint.Path} cannot be read as it was written");
                }
            }
        }

        Violations.ForEach(violation => say($"{Clock()} VIOLATION {violation}"));
    }

    private async Task<bool> IsReadableAsync(CheckpointReference checkpoint)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(cluster.Files, checkpoint.Path));
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file)) == checkpoint.Hash;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void NoteEnds()
    {
        foreach (var process in cluster.Ended.Where(accounted.Add))
        {
            var words = process.Log.TrimEnd().Split('\n')[^1];
            EndedByThemselves.Add($"{process.Name} ended with exit code {process.ExitCode}: {words}");
            say($"{Clock()} {EndedByThemselves[^1]}");
        }
    }

    /// <summary>Two coordinators and all workers, as a supervisor would keep them.</summary>
    private async Task StaffAsync()
    {
        for (var tries = 1; cluster.Coordinators.Count() < 2; tries++)
        {
            try
            {
                await cluster.StartCoordinatorAsync();
            }
            catch (InvalidOperationException exception) when (tries < MostStarts)
            {
                // On a busy machine the others may declare one dead that is still starting.
                accounted.Add(cluster.Ended.Last());
                RepeatedStarts++;
                say($"{Clock()}   {exception.Message.Split(':')[0]}, and is started again");
            }
        }

        while (cluster.Workers.Count() < workers)
        {
            cluster.StartWorker();
        }
    }

    private async Task<string> DoAsync(Fault fault)
    {
        switch (fault)
        {
            case Fault.KillWorker:
                return await HitAsync(One(cluster.Workers), worker => worker.KillAsync());
            case Fault.KillCoordinator:
                return await HitAsync(One(cluster.Coordinators), coordinator => coordinator.KillAsync());
            case Fault.KillTrainer:
                var trainers = cluster.Workers.SelectMany(worker => worker.Trainers()).ToList();
                if (trainers.Count > 0)
                {
                    ClusterProcess.Kill(trainers[random.Next(trainers.Count)]);
                }

                return "";
            case Fault.FreezeWorker:
                return await HitAsync(One(cluster.Workers), worker => FreezeAsync(worker, LongerThanALease));
            case Fault.FreezeCoordinator:
                return await HitAsync(One(cluster.Coordinators), coordinator => FreezeAsync(coordinator, TimeSpan.FromSeconds(4)));
            case Fault.DrainWorker:
                return await HitAsync(One(cluster.Workers), worker => worker.StopAsync());
            case Fault.RestartRedis:
                await cluster.Redis.RestartAsync();
                return "";
            case Fault.KillRedis:
                cluster.Redis.Kill();
                await cluster.Redis.StartAsync();
                return "";
            case Fault.LoseRedis:
                cluster.Redis.Lose();
                await cluster.Redis.StartAsync();
                return "";
            case Fault.RestartPostgres:
                await cluster.Postgres.RestartAsync();
                return "";
            case Fault.FreezePostgres:
                cluster.Postgres.Freeze();
                await PassAsync(LongerThanALease);
                cluster.Postgres.Thaw();
                return "";
            case Fault.CutLink:
                return await HitAsync(One(cluster.Workers.Concat(cluster.Coordinators)), CutAsync);
            case Fault.FillFiles:
                await FillFilesAsync();
                return "";
            case Fault.UnmountFiles:
                cluster.UnmountFiles();
                await PassAsync(LongerThanALease);
                cluster.MountFiles();
                return "";
            case Fault.SkewClock:
                return await HitAsync(One(cluster.Workers), SkewAsync);
            default:
                cluster.Postgres.Kill();
                await cluster.Postgres.StartAsync();
                return "";
        }
    }

    private async Task<string> HitAsync(ClusterProcess victim, Func<ClusterProcess, Task> hit)
    {
        accounted.Add(victim);
        await hit(victim);
        return victim.Name;
    }

    private static async Task FreezeAsync(ClusterProcess process, TimeSpan time)
    {
        process.Freeze();
        await PassAsync(time);
        process.Thaw();
    }

    private async Task CutAsync(ClusterProcess process)
    {
        var links = cluster.LinksOf(process).OrderBy(link => link.Key, StringComparer.Ordinal).ToList();
        var (to, link) = links[random.Next(links.Count)];
        say($"{Clock()}   from {to}:");
        link.Cut();
        await PassAsync(LongerThanALease);
        link.Mend();
    }

    private async Task FillFilesAsync()
    {
        var ballast = Path.Combine(cluster.Files, "ballast");
        await using (var file = new FileStream(ballast, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            try
            {
                for (var page = new byte[4096]; ;)
                {
                    file.Write(page);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        await PassAsync(LongerThanALease);
        File.Delete(ballast);
    }

    private async Task SkewAsync(ClusterProcess worker)
    {
        await worker.KillAsync();
        (cluster.Surroundings["LD_PRELOAD"], cluster.Surroundings["DONT_FAKE_MONOTONIC"]) = (cluster.FakeTime!, "1");
        cluster.Surroundings["FAKETIME"] = $"{random.Next(1201) - 600:+0;-0}s";
        cluster.StartWorker();
        cluster.Surroundings.Clear();
    }

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private ClusterProcess One(IEnumerable<ClusterProcess> processes)
    {
        var all = processes.ToList();
        return all[random.Next(all.Count)];
    }

    private async Task NewRecordAsync(string sweep, int before) => await cluster.UntilAsync(
        $"an epoch is recorded after {before}",
        async () => await RecordedAsync(sweep) > before || await IsEndedAsync(sweep), TimeSpan.FromMinutes(3));

    private async Task<int> RecordedAsync(string sweep)
    {
        var count = 0;
        await cluster.UntilAsync("the rows can be read", async () =>
        {
            count = (await cluster.Store.TrialsAsync(sweep)).Sum(trial => trial.Done);
            return true;
        });
        return count;
    }

    private async Task<bool> IsEndedAsync(string sweep) => (await cluster.Store.FindSweepAsync(sweep))!.State is SweepState.Completed;

    private string Clock() => $"{Time.GetElapsedTime(startedAt).TotalSeconds,7:0.0} s";
}
