using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Cli.Plans;

/// <summary>A plan for people: the trials, their sums, equal networks, and what does not fit.</summary>
internal sealed class PlanText(SweepPlan plan, IAnsiConsole console)
{
    private const int FirstTrials = 20;
    private const int LastTrials = 5;
    private const int ShownGroups = 8;
    private const int ShownNetworks = 4;

    private readonly TrialLabels labels = TrialLabels.Of(plan.Spec);

    /// <summary>Long plans show the first and the last trials unless <paramref name="all"/>.</summary>
    public void Render(bool all)
    {
        var skipped = all ? 0 : Math.Max(0, plan.Trials.Count - FirstTrials - LastTrials);
        console.Write(Table(skipped));
        WriteSums();
        WriteGroups();
        foreach (var warning in plan.Warnings)
        {
            Line($"Warning: {warning}");
        }

        WriteRefused();
    }

    private Table Table(int skipped)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("trial").RightAligned().NoWrap());
        table.AddColumn("parameters");
        foreach (var title in (string[])["params", "MACs", "memory", plan.IsGuess ? "time (guess)" : "time"])
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (var trial in plan.Trials.Take(skipped == 0 ? plan.Trials.Count : FirstTrials))
        {
            AddRow(table, trial);
        }

        if (skipped > 0)
        {
            table.AddRow("…", $"{skipped:N0} more: --all");
            foreach (var trial in plan.Trials.TakeLast(LastTrials))
            {
                AddRow(table, trial);
            }
        }

        return table;
    }

    private void AddRow(Table table, PlannedTrial trial) => table.AddRow(
        trial.Trial.ToString(CultureInfo.InvariantCulture),
        Markup.Escape(labels.For(trial.Parameters)),
        AmountText.Of(trial.Cost.Params),
        AmountText.Of(trial.Cost.Macs),
        ByteText.Of(trial.Cost.PeakBytes) + (trial.Admitted ? "" : " !"),
        TimeText.Of(trial.Cost.PredictedSeconds));

    private void WriteSums()
    {
        var training = plan.Spec.Training;
        var admitted = plan.Admitted.Count();
        var images = training.Images is null ? "all" : "a seeded subset of";
        Line($"{Words.Count(admitted, "trial")} on {images} {training.CountTrainingImages():N0} training images, chosen on {ResultTables.ChosenOn(training)}");
        WriteScheduler();
        Line(plan.EndEarly == 0
            ? $"{AmountText.Of(plan.TrainingMacs)} multiply-accumulates in all"
            : $"about {AmountText.Of(plan.TrainingMacs)} multiply-accumulates in all, {AmountText.Of(plan.MostTrainingMacs)} if no trial ended early");
        Line(plan.IsGuess
            ? $"about {TimeText.Of(plan.PredictedSeconds)} on {Words.Count(plan.Slots, "slot")}: a guess, since nothing was trained or measured on this machine yet"
            : $"about {TimeText.Of(plan.PredictedSeconds)} on {Words.Count(plan.Slots, "slot")}, from what was trained or measured on this machine before");
        Line($"at most {ByteText.Of(plan.DiskBytes)} of disk for checkpoints");
    }

    private void WriteScheduler()
    {
        if (plan.Trials.Count == 0 || plan.Spec.Scheduler.Describe(plan.Trials.Max(trial => trial.Parameters.Epochs)) is not { } text)
        {
            return;
        }

        Line(text);
        Line($"{Words.Count(plan.EndEarly, "trial")} would end early if results ranked at random");
    }

    private void WriteGroups()
    {
        foreach (var group in plan.Groups.Take(ShownGroups))
        {
            var more = group.Networks.Count - ShownNetworks;
            var names = string.Join(", ", group.Networks.Take(ShownNetworks)) + (more > 0 ? $" and {more} more" : "");
            Line($"{names} have the same {group.Params:N0} parameters: they differ in cost, not in capacity");
        }

        if (plan.Groups.Count > ShownGroups)
        {
            Line($"{Words.Count(plan.Groups.Count - ShownGroups, "more group")} of equal networks: --json lists them");
        }
    }

    private void WriteRefused()
    {
        var refused = plan.Trials.Where(trial => !trial.Admitted).ToList();
        foreach (var trial in refused.Take(FirstTrials))
        {
            Line($"trial {trial.Trial} is refused: it {trial.Reason}");
        }

        if (refused.Count > FirstTrials)
        {
            Line($"{Words.Count(refused.Count - FirstTrials, "more trial")} refused: --json lists them");
        }
    }

    private void Line(string text) => console.WriteLine(text);
}
