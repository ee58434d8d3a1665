using System.Data;
using System.Globalization;
using Sylvan.Data.Csv;
using VggSweep.Core.Api;
using VggSweep.Results;

namespace VggSweep.Cli.Exports;

/// <summary>The trials of a sweep as text for other programs, with the units of <see cref="TrialColumn"/>.</summary>
internal static class TrialsExport
{
    public static string ToCsv(SweepResults results)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in TrialColumn.All)
        {
            table.Columns.Add(column.Name, column.Type);
        }

        foreach (var trial in results.Trials)
        {
            table.Rows.Add([.. TrialColumn.All.Select(column => column.CellOf(results, trial) ?? DBNull.Value)]);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = CsvDataWriter.Create(text))
        {
            writer.Write(table.CreateDataReader());
        }

        return text.ToString();
    }

    public static string ToJson(SweepResults results, IReadOnlyList<TrialEpochs> epochs)
    {
        var ofTrial = epochs.ToDictionary(trial => trial.Trial, trial => trial.Epochs);
        return Terminal.ToJson(new
        {
            results.Sweep,
            results.Spec.Name,
            results.State,
            results.Created,
            results.Spec.Training,
            Trials = results.Trials.Select(trial => new { Result = trial, Epochs = ofTrial.GetValueOrDefault(trial.Trial, []) }),
        }) + "\n";
    }
}
