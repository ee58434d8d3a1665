using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Results.Answers;
using VggSweep.Results.Answers.Advice;
using VggSweep.Results.Answers.Comparison;
using VggSweep.Results.Answers.Fit;
using VggSweep.Results.Answers.Front;
using VggSweep.Results.Answers.Importance;

namespace VggSweep.Cli.Answers;

/// <summary>Answers for people: a table where there are several rows, then the sentences.</summary>
internal static class AnswerText
{
    /// <summary>Rows of one table; --json has all.</summary>
    private const int MostRows = 50;

    public static void Write(IAnsiConsole console, IAnswer answer)
    {
        switch (answer)
        {
            case FrontAnswer { Front.Count: > 0 } front:
                WriteFront(console, front);
                break;
            case ImportanceAnswer { Parameters.Count: > 0 } importance:
                WriteImportance(console, importance);
                break;
            case FitAnswer { Predictions.Count: > 0 } fit:
                WriteFit(console, fit);
                break;
            case AdviceAnswer { Trials.Count: > 0 } advice:
                WriteAdvice(console, advice);
                break;
            case ComparisonAnswer { Pairs.Count: > 0 } comparison:
                WriteComparison(console, comparison);
                break;
        }

        foreach (var sentence in answer.Sentences)
        {
            console.WriteSentence(sentence);
        }
    }

    private static void WriteFront(IAnsiConsole console, FrontAnswer answer)
    {
        var goal = answer.Objective;
        var table = Tables.Create().AddText("configuration").AddNumbers(
            "MACs", "params", "seconds", console.Header("validation", UnitOf(goal)), "±", "seeds", "step", "");
        foreach (var (cell, step) in answer.Front.Zip(answer.Steps.Select(step => (Step?)step).Prepend(null)))
        {
            table.AddRow(
                Markup.Escape(cell.Label), AmountText.Of(cell.Macs), AmountText.Of(cell.Params),
                Number(cell.Seconds, "0.0"),
                Value(goal, cell.Mean), Value(goal, cell.High - cell.Mean), $"{cell.Count}",
                step is null ? "" : $"+{Value(goal, step.Gain.Mean)}", Mark(step?.Gain));
        }

        Cut(console, table);
    }

    /// <summary>Nothing where the data tell two cells apart.</summary>
    private static string Mark(Gain? gain) => gain switch
    {
        null or { IsDistinct: true } => "",
        { IsDistinct: false } => "?",
        _ => "??",
    };

    private static void WriteImportance(IAnsiConsole console, ImportanceAnswer answer)
    {
        var table = Tables.Create().AddText("parameter").AddNumbers("share %", "divergence", "by chance");
        foreach (var one in answer.Parameters)
        {
            table.AddRow(
                one.Parameter, Number(100 * one.Share, "0.0"), Number(one.Divergence, "0.000"),
                Number(one.Chance, "0.000"));
        }

        console.Write(table);
    }

    private static void WriteFit(IAnsiConsole console, FitAnswer answer)
    {
        var goal = answer.Objective;
        var table = Tables.Create().AddText("configuration").AddNumbers("MACs", "seeds", "error", "curve", "surface");
        foreach (var one in answer.Predictions)
        {
            table.AddRow(
                Markup.Escape(one.Label) + (one.IsExtrapolated ? " (beyond)" : ""), AmountText.Of(one.Macs),
                $"{one.Seeds}",
                Value(goal, one.Observed), Range(goal, one.Curve), Range(goal, one.Surface));
        }

        console.WriteSentence(
            $"Error {(goal is Objective.ValidationLoss ? "(validation loss)" : "in % (100 − validation accuracy)")} "
            + "with 90 % intervals of the fits:");
        Cut(console, table);
    }

    private static string Range(Objective goal, Interval? interval) => interval is null ? "-"
        : $"{Value(goal, interval.Value)} ({Value(goal, interval.Low)}–{Value(goal, interval.High)})";

    private static void WriteAdvice(IAnsiConsole console, AdviceAnswer answer)
    {
        var table = Tables.Create().AddText("configuration").AddText("seeds").AddNumbers("time").AddText("why");
        foreach (var one in answer.Trials)
        {
            table.AddRow(
                Markup.Escape(one.Label), string.Join(", ", one.Seeds), TimeText.Of(one.Seconds),
                Markup.Escape(one.Reason));
        }

        console.Write(table);
    }

    private static void WriteComparison(IAnsiConsole console, ComparisonAnswer answer)
    {
        var goal = answer.Objective;
        var table = Tables.Create().AddText("configuration").AddNumbers(
            Markup.Escape(answer.First), Markup.Escape(answer.Second), "gain", "low", "high", "");
        foreach (var pair in answer.Pairs)
        {
            table.AddRow(
                Markup.Escape(pair.Label), Value(goal, pair.First.Mean), Value(goal, pair.Second.Mean),
                Value(goal, pair.Gain.Mean), Value(goal, pair.Gain.Low), Value(goal, pair.Gain.High), Mark(pair.Gain));
        }

        Cut(console, table);
    }

    private static void Cut(IAnsiConsole console, Table table)
    {
        var more = table.Rows.Count - MostRows;
        while (table.Rows.Count > MostRows)
        {
            table.RemoveRow(table.Rows.Count - 1);
        }

        console.Write(table);
        if (more > 0)
        {
            console.WriteSentence($"{Words.Count(more, "more row")}; --json lists them");
        }
    }

    private static string UnitOf(Objective goal) => goal is Objective.ValidationLoss ? "loss" : "%";

    private static string Value(Objective goal, double? natural) => natural is not { } value ? "-"
        : goal is Objective.ValidationLoss ? Number(value, "0.0000") : ResultTables.InPercent(value);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
