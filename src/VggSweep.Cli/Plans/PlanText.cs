using System.Globalization;
using Spectre.Console;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Cli.Plans;

/// <summary>A plan for people: the trials, their sums, equal networks, and what does not fit.</summary>
internal sealed class PlanText(SweepPlan plan, IAnsiConsole console)
{
    private const int FirstTrials = 20;
    private const int LastTrials = 5;
    private const int ShownGroups = 8;
    private const int ShownNetworks = 8;

    private readonly TrialLabels labels = TrialLabels.Of(plan.Spec);

    /// <summary>Long plans show the first and the last trials unless <paramref name="all"/>.</summary>
    public void Render(bool all)
    {
        var skipped = all ? 0 : Math.Max(0, plan.Trials.Count - FirstTrials - LastTrials);
        console.Write(Table(skipped));
        WriteSums();
        if (plan.Exclusions is { } exclusions)
        {
            Line(exclusions.ToString());
        }

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
        AmountText.OfBytes(trial.Cost.PeakBytes) + (trial.Admitted ? "" : " !"),
        TimeText.Of(trial.Cost.PredictedSeconds));

    private void WriteSums()
    {
        var admitted = plan.Admitted.Count();
        if (admitted == 0)
        {
            return;
        }

        var training = plan.Spec.Training;
        var images = training.Images is null ? "all" : "a seeded subset of";
        Line(
            $"{Words.Count(admitted, "trial")} on {images} {training.CountTrainingImages():N0} training images; the "
            + $"best is chosen on {ResultTables.ChosenOn(training)}");
        if (plan.Spec.Search.Chosen is { } chosen)
        {
            Line($"search: auto chose {chosen}");
        }

        WriteScheduler();
        Line(plan.EndEarly == 0
            ? $"{AmountText.Of(plan.TrainingMacs)} MACs in total"
            : $"about {AmountText.Of(plan.TrainingMacs)} MACs in total, {AmountText.Of(plan.MostTrainingMacs)} if no trial ends early");
        if (new Proposer(plan.Spec).IsAdaptive)
        {
            Line("the search chooses each trial by the results before it; these are draws from the same space, for their cost");
        }

        if (plan.WithinBudget is { } within)
        {
            Line(within == plan.Count
                ? "the budget has room for all of them"
                : $"the budget has room for about {within:N0} of the {plan.Count:N0} trials");
        }

        if (plan.Count > plan.Trials.Count)
        {
            Line($"estimated from {plan.Trials.Count:N0} of {plan.Count:N0} trials");
        }

        Line(plan.IsGuess
            ? $"about {TimeText.Of(plan.PredictedSeconds)} on {Words.Count(plan.Slots, "slot")}: a guess until "
                + "`vggsweep calibrate` or a run has measured this machine"
            : $"about {TimeText.Of(plan.PredictedSeconds)} on {Words.Count(plan.Slots, "slot")}, by what this machine "
                + "has trained or measured before");
        if (plan.Range is { } range)
        {
            var (low, high) = (TimeText.Of(range.Low), TimeText.Of(range.High));
            Line(
                $"{(low == high ? $"about {low}" : $"{low} to {high}")} in 80 % of simulated searches on parametric curves: "
                + "`vggsweep simulate` compares methods");
        }

        Line($"up to {AmountText.OfBytes(plan.DiskBytes)} of disk for checkpoints and weights");
    }

    private void WriteScheduler()
    {
        if (plan.Trials.Count == 0 || plan.Spec.Scheduler.Describe(plan.Trials.Max(trial => trial.Parameters.Epochs)) is not { } text)
        {
            return;
        }

        Line(text);
        Line($"{Words.Count(plan.EndEarly, "trial")} would end early if results were random");
    }

    private void WriteGroups()
    {
        if (plan.Groups.Count == 0)
        {
            return;
        }

        Line("Networks with the same parameters, which differ in cost and not in capacity:");
        foreach (var group in plan.Groups.Take(ShownGroups))
        {
            Line($"  {AmountText.Of(group.Params)} parameters: {Names(group)}");
        }

        if (plan.Groups.Count > ShownGroups)
        {
            Line($"  {Words.Count(plan.Groups.Count - ShownGroups, "more group")}; --json lists them");
        }
    }

    /// <summary>As <c>vgg11 width 8 at 32, 48, 56</c>: what is before the resolution is said once.</summary>
    private static string Names(GeometryGroup group)
    {
        var more = group.Networks.Count - ShownNetworks;
        var names = group.Networks.Take(ShownNetworks).Select(name => name.Split(" at ")).GroupBy(name => name[0])
            .Select(same => $"{same.Key} at {string.Join(", ", same.Select(name => name[1]))}");
        return string.Join("; ", names) + (more > 0 ? $" and {more} more" : "");
    }

    private void WriteRefused()
    {
        var refused = plan.Trials.Where(trial => !trial.Admitted).ToList();
        foreach (var trial in refused.Take(FirstTrials))
        {
            Line($"Trial {trial.Trial} {trial.Reason}");
        }

        if (refused.Count > FirstTrials)
        {
            Line($"{Words.Count(refused.Count - FirstTrials, "more trial")} without enough memory; --json lists them");
        }

        if (refused.Count > 0)
        {
            Line(RefusedText.Of(refused.Count, plan.Trials.Count));
        }
    }

    private void Line(string text) => console.WriteSentence(text);
}
