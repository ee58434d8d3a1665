using System.Text;
using VggSweep.Core.Training;

namespace VggSweep.Coordinator.Sweeps;

/// <summary>Reads what the attempts of a trial have written, one after the other.</summary>
public static class TrialLogReader
{
    /// <param name="files">The folder that holds <c>sweeps</c>.</param>
    /// <param name="from">Characters that the caller has already.</param>
    /// <returns>What follows them; empty when nothing does.</returns>
    public static async Task<string> ReadAsync(string files, string sweep, int trial, int from)
    {
        var folder = Path.Combine(files, SweepLayout.FolderOf(sweep, trial));
        var whole = new StringBuilder();
        var found = Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
        foreach (var file in found.Where(file => FenceOf(file) is not null).OrderBy(FenceOf))
        {
            whole.Append(await File.ReadAllTextAsync(file));
        }

        return from < whole.Length ? whole.ToString(from, whole.Length - from) : "";
    }

    private static long? FenceOf(string file) => SweepLayout.FenceOfLog(Path.GetFileName(file));
}
