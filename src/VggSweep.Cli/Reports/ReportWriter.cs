using VggSweep.Cli.Results;
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
        var page = ReportPage.Render(results, trial => [.. epochs[trial].OrderBy(epoch => epoch.Epoch)], TimeProvider.System.GetUtcNow());
        var file = Path.Combine(folder, "report.html");
        await OutputFile.WriteAsync(file, page);
        return file;
    }
}
