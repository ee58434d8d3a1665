using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Api;

/// <summary>A plan for programs.</summary>
public static class PlanJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SweepPlan plan)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("name", plan.Spec.Name);
            WriteTrials(writer, plan.Trials);
            WriteSums(writer, plan);
            WriteGroups(writer, plan.Groups);
            WriteList(writer, "warnings", plan.Warnings, writer.WriteStringValue);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTrials(Utf8JsonWriter writer, IEnumerable<PlannedTrial> trials)
    {
        writer.WriteStartArray("trials");
        foreach (var trial in trials)
        {
            writer.WriteStartObject();
            writer.WriteNumber("trial", trial.Trial);
            writer.WritePropertyName("parameters");
            TrialParametersJson.Write(writer, trial.Parameters);
            writer.WriteStartObject("cost");
            writer.WriteNumber("params", trial.Cost.Params);
            writer.WriteNumber("macs", trial.Cost.Macs);
            writer.WriteNumber("peakBytes", trial.Cost.PeakBytes);
            writer.WriteNumber("predictedSeconds", trial.Cost.PredictedSeconds);
            writer.WriteEndObject();
            writer.WriteBoolean("admitted", trial.Admitted);
            writer.WriteString("reason", trial.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSums(Utf8JsonWriter writer, SweepPlan plan)
    {
        writer.WriteStartObject("sums");
        writer.WriteNumber("admitted", plan.Admitted.Count());
        writer.WriteNumber("trainingMacs", plan.TrainingMacs);
        writer.WriteNumber("mostTrainingMacs", plan.MostTrainingMacs);
        writer.WriteNumber("endEarly", plan.EndEarly);
        writer.WriteNumber("slots", plan.Slots);
        writer.WriteNumber("predictedSeconds", plan.PredictedSeconds);
        writer.WriteBoolean("isGuess", plan.IsGuess);
        writer.WriteNumber("diskBytes", plan.DiskBytes);
        writer.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter writer, IEnumerable<GeometryGroup> groups)
    {
        writer.WriteStartArray("equalGeometry");
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            writer.WriteNumber("params", group.Params);
            WriteList(writer, "networks", group.Networks, writer.WriteStringValue);
            WriteList(writer, "trials", group.Trials, writer.WriteNumberValue);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
    }
}
