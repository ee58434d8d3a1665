using System.Text;
using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// Learning curves as text: a line of JSON for each trial. An epoch is an array of train loss, train accuracy, validation
/// loss, validation accuracy (0 to 1) and seconds.
/// </summary>
public static class CurveFile
{
    public static string Write(IEnumerable<RecordedTrial> trials) =>
        string.Concat(trials.Select(trial => Line(trial) + "\n"));

    /// <summary>The trials of a file.</summary>
    /// <exception cref="FormatException">A line is not a trial; the message names it.</exception>
    public static IReadOnlyList<RecordedTrial> Read(string text) =>
    [
        .. text.Split('\n').Index().Where(line => line.Item.Trim().Length > 0)
            .Select(line => Read(line.Item, line.Index + 1)),
    ];

    private static string Line(RecordedTrial trial)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("parameters");
            TrialParametersJson.Write(writer, trial.Parameters);
            writer.WriteNumber("images", trial.Training.CountTrainingImages());
            writer.WriteNumber("validationImages", trial.Training.ValidationImages);
            writer.WriteNumber("split", trial.Training.Seed);
            writer.WriteNumber("params", trial.Params);
            writer.WriteNumber("macs", trial.Macs);
            writer.WriteStartArray("epochs");
            foreach (var epoch in trial.Epochs)
            {
                writer.WriteStartArray();
                Write(writer, epoch.TrainLoss);
                Write(writer, epoch.TrainAccuracy);
                Write(writer, epoch.ValidationLoss);
                Write(writer, epoch.ValidationAccuracy);
                Write(writer, Math.Round(epoch.Seconds, 3));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A trial that diverged has no finite loss, and JSON no such number.</summary>
    private static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static RecordedTrial Read(string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            return new RecordedTrial(
                TrialParametersJson.Read(json.GetProperty("parameters")),
                new TrainingSpec
                {
                    Images = json.GetProperty("images").GetInt32(),
                    ValidationImages = json.GetProperty("validationImages").GetInt32(),
                    Seed = json.GetProperty("split").GetInt64(),
                },
                json.GetProperty("params").GetInt64(),
                json.GetProperty("macs").GetInt64(),
                [.. json.GetProperty("epochs").EnumerateArray().Index().Select(Read)]);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"line {number} is not a recorded trial: {exception.Message}", exception);
        }
    }

    private static EpochRecord Read((int Index, JsonElement Item) epoch)
    {
        double[] values = [.. epoch.Item.EnumerateArray().Select(ReadNumber)];
        return values is [var trainLoss, var trainAccuracy, var loss, var accuracy, var seconds]
            ? new EpochRecord(epoch.Index + 1, trainLoss, trainAccuracy, loss, accuracy, seconds)
            : throw new FormatException($"epoch {epoch.Index + 1} has {values.Length} values instead of 5.");
    }

    private static double ReadNumber(JsonElement json) =>
        json.ValueKind is JsonValueKind.Null ? double.NaN : json.GetDouble();
}
