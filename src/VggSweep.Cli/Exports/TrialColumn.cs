using System.Globalization;
using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Results;

namespace VggSweep.Cli.Exports;

/// <summary>A column of an export: a row is a trial.</summary>
/// <param name="Unit">Empty where it has none.</param>
/// <param name="Value">Null where there is none.</param>
internal sealed record TrialColumn(string Name, Type Type, string Unit, Func<SweepResults, TrialResult, object?> Value)
{
    public static IReadOnlyList<TrialColumn> All { get; } =
    [
        new("sweep", typeof(string), "", (results, _) => results.Sweep),
        new("trial", typeof(int), "", (_, trial) => trial.Trial),
        new("state", typeof(string), "", (_, trial) => NameOf(trial.State)),
        new("outcome", typeof(string), "", (_, trial) => trial.Outcome),
        new("arch", typeof(string), "", (_, trial) => trial.Parameters.Arch),
        new("width", typeof(int), "channels", (_, trial) => trial.Parameters.Width),
        new("resolution", typeof(int), "pixels", (_, trial) => trial.Parameters.Resolution),
        new("head", typeof(string), "", (_, trial) => NameOf(trial.Parameters.Head)),
        new("dense", typeof(int), "units", (_, trial) => trial.Parameters.Dense),
        new("batchNorm", typeof(bool), "", (_, trial) => trial.Parameters.BatchNorm),
        new("lr", typeof(double), "", (_, trial) => trial.Parameters.Lr),
        new("lrSchedule", typeof(string), "", (_, trial) => NameOf(trial.Parameters.LrSchedule)),
        new("momentum", typeof(double), "", (_, trial) => trial.Parameters.Momentum),
        new("weightDecay", typeof(double), "", (_, trial) => trial.Parameters.WeightDecay),
        new("batchSize", typeof(int), "images", (_, trial) => trial.Parameters.BatchSize),
        new("dropout", typeof(double), "share", (_, trial) => trial.Parameters.Dropout),
        new("seed", typeof(long), "", (_, trial) => trial.Parameters.Seed),
        new("epochs", typeof(int), "epochs", (_, trial) => trial.Parameters.Epochs),
        new("images", typeof(int), "images", (_, trial) => trial.Training.Images),
        new("validationImages", typeof(int), "images", (_, trial) => trial.Training.ValidationImages),
        new("epochsDone", typeof(int), "epochs", (_, trial) => trial.Epochs),
        new("validationLoss", typeof(double), "nats per image", (_, trial) => trial.ValidationLoss),
        new("validationAccuracy", typeof(double), "share of the validation images", (_, trial) => trial.ValidationAccuracy),
        new("testAccuracy", typeof(double), $"share of the {FashionMnistFiles.TestImages} test images", (_, trial) => trial.TestAccuracy),
        new("params", typeof(long), "learned values", (_, trial) => trial.Params),
        new("macs", typeof(long), "multiply-accumulates of one image forward", (_, trial) => trial.Macs),
        new("attempts", typeof(int), "attempts", (_, trial) => trial.Attempts),
        new("seconds", typeof(double), "seconds of training and validation", (_, trial) => trial.Seconds),
        new("predictedSeconds", typeof(double), "seconds that the plan foresaw, the test included", (_, trial) => trial.PredictedSeconds),
        new("peakBytes", typeof(long), "bytes of resident memory at most", (_, trial) => trial.PeakBytes),
        new("predictedBytes", typeof(long), "bytes that the plan foresaw of it", (_, trial) => trial.PredictedBytes),
        new("precision", typeof(string), "", (_, trial) => NameOf(trial.Parameters.Precision)),
        new("blocks", typeof(string), "", (_, trial) => BlocksOf(trial.Parameters)),
        new("detail", typeof(string), "", (_, trial) => trial.Detail),
        new("testLoss", typeof(double), "nats per image", (_, trial) => trial.TestLoss),
        new("threads", typeof(int), "threads", (_, trial) => trial.Numerics?.Threads),
        new("started", typeof(string), "UTC", (_, trial) => TimeOf(trial.Started)),
        new("ended", typeof(string), "UTC", (_, trial) => TimeOf(trial.Ended)),
    ];

    /// <summary>The value in a trial's row; null where the trial has none, or does not have the parameter.</summary>
    public object? CellOf(SweepResults results, TrialResult trial) =>
        results.Spec.Has(trial.Parameters, Name) ? Value(results, trial) : null;

    private static string? BlocksOf(TrialParameters parameters) => parameters.Blocks is { } blocks
        ? $"[{string.Join(", ", blocks.Select(block => $"[{block.Convolutions}, {block.Channels}]"))}]"
        : null;

    private static string? TimeOf(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string NameOf<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
