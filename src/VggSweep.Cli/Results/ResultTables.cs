using System.Globalization;
using Spectre.Console;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>What a person reads at a sweep's end.</summary>
internal static class ResultTables
{
    /// <summary>Accuracy by width and resolution, the best trial, and what failed.</summary>
    public static void Write(IAnsiConsole console, SweepResults results)
    {
        var grid = AccuracyGrid.Of(results);
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
            console.WriteLine(
                $"Best: trial {best.Trial}{(label.Length > 0 ? $" ({label})" : "")}, validation {Percent(best.ValidationAccuracy)}, "
                + $"test {Percent(best.TestAccuracy)}, {Engineering(best.Macs)} MACs an image, {Engineering(best.Params)} parameters.");
        }

        WriteFailures(console, results);
    }

    public static string Percent(double? share) =>
        share is { } value ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "-";

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
        console.WriteLine();
        console.WriteLine($"Test accuracy by width and resolution ({images}; chosen on held-out images):");
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("width \\ pixels");
        foreach (var column in grid.Columns)
        {
            table.AddColumn(new TableColumn($"{column}").RightAligned());
        }

        foreach (var (row, cells) in grid.Rows.Zip(grid.Cells))
        {
            table.AddRow([Markup.Escape(row), .. cells.Select(cell => Cell(cell, best))]);
        }

        console.Write(table);
    }

    private static string Cell(TrialResult? cell, TrialResult best) =>
        cell is null ? "-" : cell == best ? $"[bold]{Percent(cell.TestAccuracy)} *[/]" : Percent(cell.TestAccuracy);

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
