using System.Text;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Cli.Reports;

/// <summary>Reads a sweep and writes its page.</summary>
internal static class ReportWriter
{
    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(SweepStore store, string sweep, string folder)
    {
        var results = await ResultsReader.ReadAsync(store, sweep);
        var epochs = (await store.EpochsInOrderAsync(sweep)).ToLookup(row => row.Trial, row => row.ToRecord());
        return await WriteAsync(results, epochs, folder);
    }

    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(ServerSource server, string sweep, string folder)
    {
        var results = SweepResults.Of(await server.DetailsAsync(sweep));
        var epochs = new List<(int Trial, EpochRecord Record)>();
        foreach (var trial in results.Trials.Where(trial => trial.Epochs > 0).Select(trial => trial.Trial))
        {
            epochs.AddRange((await server.EpochsAsync(sweep, trial)).Select(epoch => (trial, new EpochRecord(
                epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.Seconds))));
        }

        return await WriteAsync(results, epochs.ToLookup(epoch => epoch.Trial, epoch => epoch.Record), folder);
    }

    private static async Task<string> WriteAsync(SweepResults results, ILookup<int, EpochRecord> epochs, string folder)
    {
        var page = ReportPage.Render(results, trial => [.. epochs[trial].OrderBy(epoch => epoch.Epoch)], TimeProvider.System.GetUtcNow());
        var file = Path.Combine(folder, "report.html");
        await OutputFile.WriteAsync(file, Encoding.UTF8.GetBytes(page));
        return file;
    }
}
