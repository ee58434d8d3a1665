using System.Globalization;
using Spectre.Console;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Results.Answers.Best;

namespace VggSweep.Cli.Results;

/// <summary>What a person reads at a sweep's end.</summary>
internal static class ResultTables
{
    /// <summary>Of the starred cell and the spaces before the next.</summary>
    private const int CellWidth = 9;

    /// <summary>The same of a mean and its deviation.</summary>
    private const int ReplicatedWidth = 16;

    /// <summary>Accuracy by two swept parameters, the best cell, and what failed.</summary>
    public static void Write(IAnsiConsole console, SweepResults results)
    {
        console.WriteLine();
        if (results.BestCell is not { } best)
        {
            console.WriteLine("No trial completed.");
        }
        else
        {
            WriteGrid(console, AccuracyGrid.Of(results), best, results);
            WriteBest(console, best, results);
            WriteDoubt(console, results);
        }

        if (results.HasMore)
        {
            console.WriteSentence(PartOf(results));
        }

        FrontTable.Write(console, results);
        WriteFailures(console, results);
        results.WarnOfUnreadable();
    }

    /// <summary>What a table or a page of a large sweep leaves out.</summary>
    public static string PartOf(SweepResults results) =>
        $"Shown are the best {results.Trials.Count:N0} of {results.Stored:N0} trials; "
        + $"`vggsweep export {results.Sweep}` writes all.";

    /// <summary>The images that the best trial is chosen by.</summary>
    public static string ChosenOn(TrainingSpec training) => training.ValidationImages == 0
        ? "the test images (none are held out)"
        : $"{training.ValidationImages:N0} held-out images";

    public static string Percent(double? share) => share is null ? "-" : InPercent(share) + " %";

    /// <summary>For columns that have the unit in their header.</summary>
    public static string InPercent(double? share) =>
        share is { } value ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static void WriteGrid(IAnsiConsole console, AccuracyGrid grid, Cell best, SweepResults results)
    {
        if (grid.Rows.Count * grid.Columns.Count <= 1)
        {
            return;
        }

        console.WriteSentence(TitleOf(grid, results));
        var corner = $"{grid.Row} \\ {(grid.Column == "resolution" ? "pixels" : grid.Column)}";
        var rowsWidth = grid.Rows.Append(corner).Max(row => row.Length);
        var width = Math.Max(
            HasReplicates(results) ? ReplicatedWidth : CellWidth, grid.Columns.Max(column => column.Length) + 2);
        var fitting = Math.Max(1, (console.Profile.Width - rowsWidth - 3) / width);
        foreach (var part in Enumerable.Range(0, grid.Columns.Count).Chunk(fitting))
        {
            var table = Tables
                .Create()
                .AddWord(corner)
                .AddNumbers([.. part.Select(column => Markup.Escape(grid.Columns[column]))]);
            foreach (var (row, cells) in grid.Rows.Zip(grid.Cells))
            {
                table.AddRow([Markup.Escape(row), .. part.Select(column => TextOf(cells[column], best))]);
            }

            console.Write(table);
        }
    }

    private static string TitleOf(AccuracyGrid grid, SweepResults results)
    {
        var images = results.Spec.Training.Images is { } count ? $"{count:N0} training images" : "all training images";
        var over = grid.Over.Count > 0 ? $", best {string.Join(", ", grid.Over)} of each" : "";
        var seeds = HasReplicates(results) ? ", mean ± standard deviation over seeds" : "";
        return $"Test accuracy in % by {grid.Row} and {grid.Column}{over}{seeds} "
            + $"({images}; best chosen on {ChosenOn(results.Spec.Training)} after the last epoch):";
    }

    private static bool HasReplicates(SweepResults results) => results.Cells.Any(cell => cell.Trials.Count > 1);

    private static string TextOf(Cell? cell, Cell best)
    {
        var text = cell?.Test?.Deviation is { } deviation
            ? $"{InPercent(cell.Test.Mean)} ±{InPercent(deviation)}"
            : InPercent(cell?.Test?.Mean);
        return cell == best ? $"[bold]* {text}[/]" : text;
    }

    private static void WriteBest(IAnsiConsole console, Cell best, SweepResults results)
    {
        var trial = results.Best!;
        var label = LabelOf(best, results.Spec);
        console.WriteLine(best.Trials.Count > 1
            ? $"Best: {label}{(label.Length > 0 ? ", " : "")}{best.Trials.Count} seeds; the best of them is trial "
                + $"{trial.Trial}"
            : $"Best: trial {trial.Trial}{(label.Length > 0 ? $", {label}" : "")}");
        console.WriteLine($"      validation {Interval(best.Validation)}, test {Interval(best.Test)}"
            + (best.Test?.Margin is null ? "" : " (90 % intervals)"));
        console.WriteLine($"      {AmountText.Of(best.Macs)} MACs per image, {AmountText.Of(best.Params)} parameters");
    }

    /// <summary>
    /// What the next step up costs and gains, what cannot be told from the best, and what would tell more.
    /// </summary>
    private static void WriteDoubt(IAnsiConsole console, SweepResults results)
    {
        // The first sentence is the best, which has its lines above.
        foreach (var sentence in BestQuestion.Of(results, under: []).Sentences.Skip(1))
        {
            console.WriteSentence(sentence);
        }
    }

    /// <summary>A cell is every seed of its configuration.</summary>
    private static string LabelOf(Cell cell, SweepSpec spec) =>
        TrialLabels.Of(spec).For(cell.Parameters, cell.Trials.Count > 1 ? ["seed"] : []);

    private static string Interval(Estimate? estimate) => estimate?.Margin is { } margin
        ? $"{InPercent(estimate.Mean)} ±{InPercent(margin)} %"
        : Percent(estimate?.Mean);

    private static void WriteFailures(IAnsiConsole console, SweepResults results)
    {
        const int most = 10;
        var failures = results.Trials.Where(trial => trial.State is TrialState.Failed).ToList();
        foreach (var trial in failures.Take(most))
        {
            console.WriteSentence($"Trial {trial.Trial} failed: {trial.Outcome}: {trial.Detail}");
        }

        if (results.Count(TrialState.Failed) - Math.Min(failures.Count, most) is > 0 and var more)
        {
            console.WriteSentence($"{more:N0} more trials failed; `vggsweep trials {results.Sweep}` lists them.");
        }
    }
}
