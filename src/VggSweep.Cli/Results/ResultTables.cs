using System.Globalization;
using Spectre.Console;
using VggSweep.Core;
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
            console.WriteLine("No trial completed.");
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
            console.WriteLine($"      {AmountText.Of(best.Macs)} MACs per image, {AmountText.Of(best.Params)} parameters");
        }

        FrontTable.Write(console, results);
        WriteFailures(console, results);
        results.WarnOfUnreadable();
    }

    /// <summary>The images that the best trial is chosen by.</summary>
    public static string ChosenOn(TrainingSpec training) => training.ValidationImages == 0
        ? "the test images (none are held out)"
        : $"{training.ValidationImages:N0} held-out images";

    public static string Percent(double? share) => share is null ? "-" : InPercent(share) + " %";

    /// <summary>For columns that have the unit in their header.</summary>
    public static string InPercent(double? share) =>
        share is { } value ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static void WriteGrid(IAnsiConsole console, AccuracyGrid grid, TrialResult best, SweepResults results)
    {
        var images = results.Spec.Training.Images is { } count ? $"{count:N0} training images" : "all training images";
        console.WriteSentence(
            $"Test accuracy in % by {grid.Title} and resolution ({images}; best chosen on {ChosenOn(results.Spec.Training)}):");
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
            console.WriteSentence($"Trial {trial.Trial} failed: {trial.Outcome}: {trial.Detail}");
        }

        if (failures.Count > most)
        {
            console.WriteSentence($"{failures.Count - most:N0} more trials failed; `vggsweep trials {results.Sweep}` lists them.");
        }
    }
}
