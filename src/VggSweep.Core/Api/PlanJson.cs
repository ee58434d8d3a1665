using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Api;

/// <summary>A plan for programs.</summary>
public static class PlanJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole plan.</summary>
    public static string Write(SweepPlan plan) => Encoding.UTF8.GetString(WritePage(plan, 1, plan.Trials.Count));

    /// <summary>The sums of the whole plan and some of its trials; <c>next</c> is the trial after them, if there is one.</summary>
    /// <param name="from">The first trial, from 1.</param>
    /// <param name="most">How many.</param>
    public static byte[] WritePage(SweepPlan plan, int from, int most)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("name", plan.Spec.Name);
            if (plan.Spec.Search.Chosen is { } chosen)
            {
                writer.WriteString("chosen", chosen);
            }

            WriteTrials(writer, plan.Trials.Skip(from - 1).Take(most));
            WriteSums(writer, plan);
            WriteGroups(writer, plan.Groups, trial => trial >= from && trial - from < most);
            WriteList(writer, "warnings", plan.Warnings, writer.WriteStringValue);
            if (plan.Trials.Count - from >= most)
            {
                writer.WriteNumber("next", from + most);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
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
        if (plan.Range is { } range)
        {
            writer.WriteStartObject("simulatedSeconds");
            writer.WriteNumber("median", range.Median);
            writer.WriteNumber("low", range.Low);
            writer.WriteNumber("high", range.High);
            writer.WriteEndObject();
        }

        if (plan.WithinBudget is { } within)
        {
            writer.WriteNumber("withinBudget", within);
        }

        writer.WriteBoolean("isGuess", plan.IsGuess);
        writer.WriteNumber("diskBytes", plan.DiskBytes);
        if (plan.Exclusions is { } exclusions)
        {
            WriteExclusions(writer, exclusions);
        }

        writer.WriteEndObject();
    }

    private static void WriteExclusions(Utf8JsonWriter writer, Exclusions exclusions)
    {
        writer.WriteStartObject("exclusions");
        writer.WriteNumber("examined", exclusions.Examined);
        writer.WriteNumber("excluded", exclusions.Excluded);
        writer.WriteBoolean("isExact", exclusions.IsExact);
        writer.WriteStartObject("by");
        foreach (var (constraint, count) in exclusions.By)
        {
            writer.WriteNumber(constraint.Text, count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter writer, IEnumerable<GeometryGroup> groups, Func<int, bool> isShown)
    {
        writer.WriteStartArray("equalGeometry");
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            writer.WriteNumber("params", group.Params);
            WriteList(writer, "networks", group.Networks, writer.WriteStringValue);
            WriteList(writer, "trials", group.Trials.Where(isShown), writer.WriteNumberValue);
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
