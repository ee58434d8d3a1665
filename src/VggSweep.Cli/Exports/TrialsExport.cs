using System.Data;
using System.Globalization;
using System.Text.Json;
using Sylvan.Data.Csv;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Exports;

/// <summary>The trials of a sweep as text for other programs. Accuracies are shares from 0 to 1, MACs are of one image forward.</summary>
internal static class TrialsExport
{
    private static readonly IReadOnlyList<(string Name, Type Type, Func<SweepResults, TrialResult, object?> Value)> Columns =
    [
        ("sweep", typeof(string), (results, _) => results.Sweep),
        ("trial", typeof(int), (_, trial) => trial.Trial),
        ("state", typeof(string), (_, trial) => Name(trial.State)),
        ("outcome", typeof(string), (_, trial) => trial.Outcome),
        ("arch", typeof(string), (_, trial) => trial.Parameters.Arch),
        ("width", typeof(int), (_, trial) => trial.Parameters.Width),
        ("resolution", typeof(int), (_, trial) => trial.Parameters.Resolution),
        ("head", typeof(string), (_, trial) => Name(trial.Parameters.Head)),
        ("dense", typeof(int), (_, trial) => trial.Parameters.Dense),
        ("batchNorm", typeof(bool), (_, trial) => trial.Parameters.BatchNorm),
        ("lr", typeof(double), (_, trial) => trial.Parameters.Lr),
        ("lrSchedule", typeof(string), (_, trial) => Name(trial.Parameters.LrSchedule)),
        ("momentum", typeof(double), (_, trial) => trial.Parameters.Momentum),
        ("weightDecay", typeof(double), (_, trial) => trial.Parameters.WeightDecay),
        ("batchSize", typeof(int), (_, trial) => trial.Parameters.BatchSize),
        ("dropout", typeof(double), (_, trial) => trial.Parameters.Dropout),
        ("seed", typeof(long), (_, trial) => trial.Parameters.Seed),
        ("epochs", typeof(int), (_, trial) => trial.Parameters.Epochs),
        ("images", typeof(int), (results, _) => results.Spec.Training.Images),
        ("validationImages", typeof(int), (results, _) => results.Spec.Training.ValidationImages),
        ("epochsDone", typeof(int), (_, trial) => trial.Epochs),
        ("validationLoss", typeof(double), (_, trial) => trial.ValidationLoss),
        ("validationAccuracy", typeof(double), (_, trial) => trial.ValidationAccuracy),
        ("testAccuracy", typeof(double), (_, trial) => trial.TestAccuracy),
        ("params", typeof(long), (_, trial) => trial.Params),
        ("macs", typeof(long), (_, trial) => trial.Macs),
        ("attempts", typeof(int), (_, trial) => trial.Attempts),
        ("seconds", typeof(double), (_, trial) => trial.Seconds),
        ("precision", typeof(string), (_, trial) => Name(trial.Parameters.Precision)),
        ("predictedSeconds", typeof(double), (_, trial) => trial.PredictedSeconds),
        ("peakBytes", typeof(long), (_, trial) => trial.PeakBytes),
        ("predictedBytes", typeof(long), (_, trial) => trial.PredictedBytes),
    ];

    public static string ToCsv(SweepResults results)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type, _) in Columns)
        {
            table.Columns.Add(name, type);
        }

        foreach (var trial in results.Trials)
        {
            table.Rows.Add([.. Columns.Select(column => column.Value(results, trial) ?? DBNull.Value)]);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = CsvDataWriter.Create(text))
        {
            writer.Write(table.CreateDataReader());
        }

        return text.ToString();
    }

    public static string ToJson(SweepResults results, ILookup<int, EpochRecord> epochs) => Terminal.ToJson(new
    {
        results.Sweep,
        results.Spec.Name,
        results.State,
        results.Created,
        results.Spec.Training,
        Trials = results.Trials.Select(trial => new { Result = trial, Epochs = epochs[trial.Trial].OrderBy(epoch => epoch.Epoch) }),
    }) + "\n";

    private static string Name<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
