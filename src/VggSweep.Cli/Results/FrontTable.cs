using System.Globalization;
using Spectre.Console;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Results;

namespace VggSweep.Cli.Results;

/// <summary>The front of a sweep with several objectives, for people.</summary>
internal static class FrontTable
{
    /// <summary>Writes nothing with one objective, or before a trial is complete.</summary>
    public static void Write(IAnsiConsole console, SweepResults results)
    {
        if (ObjectiveFront.Of(results) is not { } front)
        {
            return;
        }

        var (labels, objectives) = (TrialLabels.Of(results.Spec), results.Spec.Objectives);
        var volume = front.Hypervolume is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"; hypervolume {share:0.000}")
            : "";
        console.WriteSentence(
            $"Front: {Words.Count(front.Trials.Count, "trial")} to which no other is equal or better in "
            + $"{string.Join(" and ", objectives.Select(NameOf))}{volume}");
        var table = Tables
            .Create()
            .AddNumbers("trial")
            .AddText("parameters")
            .AddNumbers([.. objectives.Select(NameOf)]);
        foreach (var trial in front.Trials)
        {
            var measures = ObjectiveFront.Measures(trial);
            table.AddRow(
            [
                $"{trial.Trial}", Markup.Escape(labels.For(trial.Parameters)),
                .. objectives.Select(objective => TextOf(objective.Metric, objective.Measure(measures))),
            ]);
        }

        console.Write(table);
    }

    private static string NameOf(ObjectiveSpec objective) => objective.Metric switch
    {
        ObjectiveMetric.Accuracy => "accuracy",
        ObjectiveMetric.Loss => "loss",
        ObjectiveMetric.Macs => "MACs",
        ObjectiveMetric.Params => "params",
        ObjectiveMetric.PeakBytes => "memory",
        _ => "seconds",
    };

    private static string TextOf(ObjectiveMetric metric, double value) => metric switch
    {
        ObjectiveMetric.Accuracy => ResultTables.Percent(value),
        ObjectiveMetric.Loss => value.ToString("0.0000", CultureInfo.InvariantCulture),
        ObjectiveMetric.PeakBytes => AmountText.OfBytes((long)value),
        ObjectiveMetric.Seconds => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => AmountText.Of(value),
    };
}
