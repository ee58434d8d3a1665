using Spectre.Console;
using Spectre.Console.Rendering;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>The trials of a sweep at one moment of its run, as many and as much of each as the console has room for.</summary>
/// <param name="console">Where it will be shown.</param>
/// <param name="results">What the rows say.</param>
/// <param name="busy">What the slots say, by trial.</param>
/// <param name="curves">Validation accuracies by trial, in the order of their epochs.</param>
internal sealed class LiveTable(
    IAnsiConsole console, SweepResults results, IReadOnlyDictionary<int, SlotView> busy,
    IReadOnlyDictionary<int, IReadOnlyList<double>> curves)
{
    /// <summary>Blank lines, header, rule, the count of hidden trials, and the totals, which may take two lines.</summary>
    private const int OtherLines = 9;

    /// <summary>Of the bar and the curve.</summary>
    private const int BarWidth = 8;

    /// <summary>Columns from which there is room for both.</summary>
    private const int WithBar = 112;

    private IReadOnlyList<TrialResult>? shown;

    private readonly int? best = results.BestOfRecorded?.Trial;
    private readonly TrialLabels labels = TrialLabels.Of(results.Spec);
    private readonly bool hasBar = console.Profile.Width >= WithBar;
    private readonly bool hasRates = !console.IsNarrow();
    private readonly bool hasTest = !console.IsVeryNarrow();

    /// <summary>In the order of the plan.</summary>
    public IReadOnlyList<TrialResult> Shown => shown ??= [.. Choose()];

    /// <summary>How many trials have no row, by state; null when all have one.</summary>
    public string? Hidden
    {
        get
        {
            var shownTrials = Shown.CountBy(trial => trial.State).ToDictionary();
            var hidden = results.Counts
                .Select(count => (count.Key, Value: count.Value - shownTrials.GetValueOrDefault(count.Key)))
                .Where(count => count.Value > 0)
                .OrderBy(count => count.Key)
                .ToList();
            return hidden.Count == 0 ? null
                : $"{Words.Count(hidden.Sum(count => count.Value), "more trial")}: "
                    + string.Join(", ", hidden.Select(count => $"{count.Value:N0} {count.Key.ToString().ToLowerInvariant()}"));
        }
    }

    /// <summary>Lines on the console, at most.</summary>
    public int Height => OtherLines + Shown.Sum(Lines);

    public IRenderable Render() => Hidden is { } hidden ? new Rows(Table(), new Text(hidden)) : Table();

    private Table Table()
    {
        var table = Tables
            .Create()
            .AddNumbers(console.IsNarrow() ? "#" : "trial")
            .AddText("parameters")
            .AddWord("state")
            .AddNumbers("epoch");
        if (hasBar)
        {
            table.AddWord("progress");
        }

        table.AddWord("curve");
        if (hasRates)
        {
            table.AddNumbers("loss", "img/s");
        }

        table.AddNumbers(console.Header("validation", "%"));
        if (hasTest)
        {
            table.AddNumbers(console.Header("test", "%"));
        }

        foreach (var trial in Shown)
        {
            table.AddRow(Cells(trial, busy.GetValueOrDefault(trial.Trial)));
        }

        return table;
    }

    /// <summary>What runs, then what ended last, then what waits.</summary>
    private IEnumerable<TrialResult> Choose()
    {
        var room = Math.Max(4, console.Profile.Height - OtherLines);
        return results.Trials
            .OrderBy(trial => trial.State is TrialState.Running ? 0 : trial.State.IsEnded() ? 1 : 2)
            .ThenBy(trial => trial.State.IsEnded() ? -trial.Trial : trial.Trial)
            .TakeWhile(trial => (room -= Lines(trial)) >= 0)
            .OrderBy(trial => trial.Trial);
    }

    /// <summary>Of a row, at most: parameters that do not fit beside the other columns take a line each.</summary>
    private int Lines(TrialResult trial)
    {
        var others = hasBar ? 86 : hasRates ? 76 : hasTest ? 53 : 46;
        return labels.For(trial.Parameters).Length <= console.Profile.Width - others ? 1 : labels.Keys.Count;
    }

    private IEnumerable<IRenderable> Cells(TrialResult trial, SlotView? slot)
    {
        var isTraining = slot is { Steps: > 0 };
        yield return trial.Trial == best ? new Markup($"[bold]* {trial.Trial}[/]") : new Text($"{trial.Trial}");
        yield return new Text(labels.For(trial.Parameters));
        yield return State(trial.State, isTraining || slot is null);
        yield return new Text($"{Math.Min(trial.Parameters.Epochs, slot?.Epoch ?? trial.Epochs)}/{trial.Parameters.Epochs}");
        var bar = isTraining ? Bar((double)slot!.Step / slot.Steps) : "";
        var curve = CurveOf(trial.Trial);
        if (hasBar)
        {
            yield return new Text(bar);
        }

        yield return new Text(hasBar || curve.Length > 0 ? curve : bar);
        if (hasRates)
        {
            yield return new Text(isTraining ? $"{slot!.TrainLoss:0.000}" : "");
            yield return new Text(isTraining ? $"{slot!.ImagesPerSecond:0}" : "");
        }

        yield return new Text(trial.ValidationAccuracy is null ? "" : ResultTables.InPercent(trial.ValidationAccuracy));
        if (hasTest)
        {
            yield return new Text(trial.TestAccuracy is null ? "" : ResultTables.InPercent(trial.TestAccuracy));
        }
    }

    /// <summary>All curves have one scale, so that they can be compared. One epoch is no curve.</summary>
    private string CurveOf(int trial)
    {
        if (!curves.TryGetValue(trial, out var values) || values.Count < 2)
        {
            return "";
        }

        var all = Shown.SelectMany(other => curves.GetValueOrDefault(other.Trial, [])).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        return Sparkline.Of(values, all.Min(), all.Max(), BarWidth, console.Profile.Capabilities.Unicode);
    }

    private static Markup State(TrialState state, bool hasBegun) =>
        new(state is TrialState.Running && !hasBegun ? StateMarkup.Of("starting") : StateMarkup.Of(state));

    private static string Bar(double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('━', full) + new string('─', BarWidth - full);
    }
}
