using System.Globalization;
using Spectre.Console;
using VggSweep.Core;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;

namespace VggSweep.Cli.Simulations;

/// <summary>A simulation for people: a row for each method, the file's own first.</summary>
internal static class SimulationText
{
    public static void Write(IAnsiConsole console, Objective objective, IReadOnlyList<SimulatedMethod> methods)
    {
        var isLoss = objective is Objective.ValidationLoss;
        var table = Tables.Create().AddWord("method").AddNumbers(
            "trials", "time", "slot time", "MACs", isLoss ? "best loss" : "best %", "regret");
        foreach (var method in methods)
        {
            table.AddRow(
                Markup.Escape(method.Name),
                method.Trials.Median.ToString("0", CultureInfo.InvariantCulture),
                Cell(method.Seconds, TimeText.Of),
                TimeText.Of(method.DeviceSeconds.Median),
                AmountText.Of(method.Macs.Median),
                Value(objective, isLoss ? -method.Best.Median : method.Best.Median),
                Cell(method.Regret, value => Value(objective, value)));
        }

        console.Write(table);
        if (methods[0].Finish is { } finish)
        {
            console.WriteSentence($"{methods[0].Name} stopped early: {finish}");
        }
    }

    private static string Value(Objective objective, double value) => objective is Objective.ValidationLoss
        ? value.ToString("0.0000", CultureInfo.InvariantCulture)
        : (100 * value).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The median, and below it the interval where there is one.</summary>
    private static string Cell(Spread spread, Func<double, string> text)
    {
        var (median, low, high) = (text(spread.Median), text(spread.Low), text(spread.High));
        return low == high ? median : $"{median}\n{low}–{high}";
    }
}
