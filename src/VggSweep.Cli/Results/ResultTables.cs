using System.Globalization;
using Spectre.Console;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>What a person reads at a sweep's end.</summary>
internal static class ResultTables
{
    /// <summary>Of the starred cell and the spaces before the next.</summary>
    private const int CellWidth = 9;

    /// <summary>Accuracy by width and resolution, the best trial, and what failed.</summary>
    public static void Write(IAnsiConsole console, SweepResults results)
    {
        var grid = AccuracyGrid.Of(results);
        console.WriteLine();
        if (results.Best is not { } best)
        {
            console.WriteLine("No trial has completed.");
        }
        else
        {
            if (grid.Rows.Count * grid.Columns.Count > 1)
            {
                WriteGrid(console, grid, best, results);
            }

            var label = TrialLabels.Of(results.Spec).For(best.Parameters);
            console.WriteLine($"Best: trial {best.Trial}{(label.Length > 0 ? $", {label}" : "")}");
            console.WriteLine($"      validation {Percent(best.ValidationAccuracy)}, test {Percent(best.TestAccuracy)}");
            console.WriteLine($"      {Engineering(best.Macs)} MACs an image, {Engineering(best.Params)} parameters");
        }

        WriteFailures(console, results);
        results.WarnOfUnreadable();
    }

    /// <summary>The images that the best trial is chosen by.</summary>
    public static string ChosenOn(TrainingSpec training) => training.ValidationImages == 0
        ? "the test images, since none is held out"
        : $"{training.ValidationImages:N0} others";

    public static string Percent(double? share) => share is null ? "-" : InPercent(share) + " %";

    /// <summary>For columns that have the unit in their header.</summary>
    public static string InPercent(double? share) =>
        share is { } value ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>Three digits and the power of a thousand: 27.9 M.</summary>
    public static string Engineering(double number)
    {
        string[] units = ["", " k", " M", " G", " T", " P"];
        var unit = 0;
        while (Math.Abs(number) >= 999.5 && unit < units.Length - 1)
        {
            number /= 1000;
            unit++;
        }

        return number.ToString(number < 9.995 && unit > 0 ? "0.00" : number < 99.95 && unit > 0 ? "0.0" : "0", CultureInfo.InvariantCulture) + units[unit];
    }

    private static void WriteGrid(IAnsiConsole console, AccuracyGrid grid, TrialResult best, SweepResults results)
    {
        var images = results.Spec.Training.Images is { } count ? $"{count:N0} training images" : "all training images";
        console.WriteLine($"Test accuracy in % by {grid.Title} and resolution ({images}; chosen on {ChosenOn(results.Spec.Training)}):");
        var corner = $"{grid.Title} \\ pixels";
        var rowsWidth = grid.Rows.Append(corner).Max(row => row.Length);
        var fitting = Math.Max(1, (console.Profile.Width - rowsWidth - 3) / CellWidth);
        foreach (var part in Enumerable.Range(0, grid.Columns.Count).Chunk(fitting))
        {
            var table = Tables.Create().AddWord(corner).AddNumbers([.. part.Select(column => $"{grid.Columns[column]}")]);
            foreach (var (row, cells) in grid.Rows.Zip(grid.Cells))
            {
                table.AddRow([Markup.Escape(row), .. part.Select(column => Cell(cells[column], best))]);
            }

            console.Write(table);
        }
    }

    private static string Cell(TrialResult? cell, TrialResult best) =>
        cell == best ? $"[bold]* {InPercent(cell.TestAccuracy)}[/]" : InPercent(cell?.TestAccuracy);

    private static void WriteFailures(IAnsiConsole console, SweepResults results)
    {
        const int most = 10;
        var failures = results.Trials.Where(trial => trial.State is TrialState.Failed).ToList();
        foreach (var trial in failures.Take(most))
        {
            console.WriteLine($"Failed: trial {trial.Trial}, {trial.Outcome}: {trial.Detail}");
        }

        if (failures.Count > most)
        {
            console.WriteLine($"... and {failures.Count - most} more; `vggsweep trials {results.Sweep}` shows all.");
        }
    }
}
