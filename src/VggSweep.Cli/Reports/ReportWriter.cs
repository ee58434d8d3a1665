using System.Text;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Results;
using VggSweep.Store;

namespace VggSweep.Cli.Reports;

/// <summary>Reads a sweep and writes its page.</summary>
internal static class ReportWriter
{
    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(SweepStore store, string sweep, string folder) => await WriteAsync(
        await ResultsReader.ReadAsync(store, sweep),
        SweepHistory.Of(
            await SweepRows.AllEpochsAsync(store, sweep), await SweepRows.EventsAsync(store, sweep),
            await SweepRows.AttemptsAsync(store, sweep)),
        folder);

    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(SweepSource source, string sweep, string folder) => await WriteAsync(
        await ResultsReader.ReadAsync(source, sweep),
        SweepHistory.Of(
            await source.AllEpochsAsync(sweep), await source.EventsAsync(sweep), await source.AttemptsAsync(sweep)),
        folder);

    private static async Task<string> WriteAsync(SweepResults results, SweepHistory history, string folder)
    {
        results.WarnOfUnreadable();
        var page = ReportPage.Render(results, history, TimeProvider.System.GetUtcNow());
        var file = Path.Combine(folder, SweepLayout.ReportPage);
        await OutputFile.WriteAsync(file, Encoding.UTF8.GetBytes(page));
        return file;
    }
}
