using System.Diagnostics;
using Microsoft.Data.Sqlite;
using VggSweep.Core.Training;
using VggSweep.TestCluster;

/// <summary>What <c>vggsweep run</c> costs around trials that train nothing, on a home of its own; beside Optuna in the same run.</summary>
internal static class HomeBench
{
    private const int Thousand = 1_000;
    private const int Producers = 16;
    private const int Epochs = 5_000;

    /// <summary>Of Optuna on SQLite, which takes some 40 ms for each: as many as ours would take ten minutes.</summary>
    private const int PeerTrials = 2_000;

    /// <summary>Of Optuna's trials, whose reports take longer.</summary>
    private const int PeerEpochs = 100;

    public static async Task<int> RunAsync(int trials)
    {
        var folder = Directory.CreateTempSubdirectory("vggsweep-bench-").FullName;
        Say($"{"",-22}{"trials",9}{"ms each",10}{"first 1,000",13}{"last 1,000",12}");
        var ends = await MomentsAsync(
            folder, trials, epochs: 1, [],
            "SELECT min(started_ms) FROM attempts UNION ALL SELECT ended_ms FROM attempts ORDER BY 1");
        Tell("VggSweep on SQLite", trials, Each(0, trials), Each(0, Thousand), Each(trials - Thousand, trials));
        await PeerAsync("Optuna on SQLite", Math.Min(trials, PeerTrials), Sqlite("trials"));
        await PeerAsync("Optuna in memory", trials, "memory");

        Say($"");
        Say($"{$"{Producers} producers",-22}{"records",9}{"a second",10}");
        var records = await MomentsAsync(
            folder, Producers, Epochs, ["--slots", $"{Producers}", "--threads", "1"], "SELECT recorded_ms FROM epochs ORDER BY 1");
        Say($"{"VggSweep on SQLite",-22}{records.Count,9:N0}{records.Count * 1000.0 / (records[^1] - records[0]),10:N0}");
        if (await Peer.RunAsync("optuna_nothing.py", Producers, Producers, Sqlite("records"), PeerEpochs) is [var rate, ..])
        {
            Say($"{"Optuna on SQLite",-22}{Producers * PeerEpochs,9:N0}{rate * PeerEpochs,10:N0}");
        }

        Directory.Delete(folder, recursive: true);
        return 0;

        double Each(int from, int to) => (ends[to] - ends[from]) / (double)(to - from);

        string Sqlite(string name) => $"sqlite:///{Path.Combine(folder, name)}.db";

        void Tell(string name, int count, double all, double first, double last) =>
            Say($"{name,-22}{count,9:N0}{all,10:0.00}{first,13:0.00}{last,12:0.00}");

        async Task PeerAsync(string name, int count, string url)
        {
            if (await Peer.RunAsync("optuna_nothing.py", count, 1, url) is [var perSecond, var first, var last])
            {
                Tell(name, count, 1000 / perSecond, first, last);
            }
        }
    }

    /// <summary>Runs a sweep on a new home; then what a query says of its rows, in milliseconds.</summary>
    private static async Task<List<long>> MomentsAsync(string folder, int trials, int epochs, string[] options, string query)
    {
        var (file, home) = (Path.Combine(folder, "nothing.yaml"), Path.Combine(folder, $"home-{trials}"));
        await File.WriteAllTextAsync(file, SmallNet.Nothing(trials, epochs));
        var start = new ProcessStartInfo("dotnet", [Builds.Program, "run", file, "--home", home, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [TrainerProtocol.TrainerVariable] = Builds.Of("VggSweep.NothingTrainer") },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The run ended with {process.ExitCode}: {await error}");
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(home, "vggsweep.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync();
        var moments = new List<long>();
        while (await rows.ReadAsync())
        {
            moments.Add(rows.GetInt64(0));
        }

        return moments;
    }

    private static void Say(string line) => Console.WriteLine(line);
}
