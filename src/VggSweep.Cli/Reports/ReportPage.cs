using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using Plotly.NET;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>The report: one HTML file with its data, its script and plotly.js in it, that asks no network for anything.</summary>
internal static class ReportPage
{
    /// <summary>More learning curves in one plot are told apart by nobody.</summary>
    private const int MostCurves = 12;

    /// <param name="results">What the rows say.</param>
    /// <param name="epochs">The recorded epochs of a trial, in order.</param>
    /// <param name="now">Stands on the page.</param>
    public static string Render(SweepResults results, Func<int, IReadOnlyList<EpochRecord>> epochs, DateTimeOffset now)
    {
        var data = Data(results, epochs, now);

        // "</script>" would end the element of the data and "<!--" keep it from ending; in JSON the escape means the same.
        var json = Terminal.ToJson(data).Replace("<", "\\u003c", StringComparison.Ordinal);
        return Resource(Assembly.GetExecutingAssembly(), "report.html")
            .Replace("{{title}}", WebUtility.HtmlEncode($"{results.Sweep} - VggSweep"), StringComparison.Ordinal)
            .Replace("{{plotly}}", Plotly.Value, StringComparison.Ordinal)
            .Replace("{{data}}", json, StringComparison.Ordinal);
    }

    private static readonly Lazy<string> Plotly = new(() => Resource(typeof(Chart).Assembly, ".min.js"));

    private static ReportData Data(SweepResults results, Func<int, IReadOnlyList<EpochRecord>> epochs, DateTimeOffset now)
    {
        var labels = TrialLabels.Of(results.Spec);
        var best = results.Best?.Trial;
        var drawn = results.Trials
            .Where(trial => trial.Epochs > 0)
            .OrderByDescending(trial => trial.ValidationAccuracy ?? 0)
            .Take(MostCurves)
            .Select(trial => trial.Trial)
            .ToHashSet();
        return new ReportData(
            results.Sweep,
            results.Spec.Name,
            Text(results.Created),
            results.State.ToString().ToLowerInvariant(),
            results.Spec.Objective is Objective.ValidationLoss ? "validation loss" : "validation accuracy",
            results.Spec.Training.Images,
            ResultTables.ChosenOn(results.Spec.Training),
            FashionMnistFiles.TestImages,
            results.SpecYaml,
            Text(now),
            MadeWith(results),
            Grid(results),
            Cells(results, labels),
            [
                .. results.Trials.Select(trial => new ReportTrial(
                    trial.Trial, labels.For(trial.Parameters), trial.State.ToString().ToLowerInvariant(), trial.Outcome, trial.Detail,
                    trial.Trial == best, trial.Params, trial.Macs,
                    trial.ValidationAccuracy, trial.TestAccuracy, trial.Seconds, trial.PredictedSeconds, trial.PeakBytes,
                    trial.PredictedBytes, trial.Parameters, trial.Epochs, drawn.Contains(trial.Trial) ? epochs(trial.Trial) : [])),
            ]);
    }

    private static ReportGrid Grid(SweepResults results)
    {
        var grid = AccuracyGrid.Of(results);
        var indexes = results.Cells.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new(
            grid.Row, grid.Column, grid.Rows, grid.Columns,
            [.. grid.Cells.Select(row => (IReadOnlyList<int?>)[.. row.Select(cell => cell is null ? (int?)null : indexes[cell])])],
            grid.Over);
    }

    private static IReadOnlyList<ReportCell> Cells(SweepResults results, TrialLabels labels)
    {
        var (best, front, equals) = (results.BestCell, ParetoFront.Of(results.Cells), results.AsGoodAsBest);
        return
        [
            .. results.Cells.Select(cell => new ReportCell(
                labels.For(cell.Parameters, cell.Trials.Count > 1 ? ["seed"] : []), [.. cell.Trials.Select(trial => trial.Trial)],
                cell.Macs, cell.Params, cell.Validation?.Mean, cell.Validation?.Margin, cell.Test?.Mean, cell.Test?.Deviation,
                cell == best, equals.Contains(cell), front.Contains(cell))),
        ];
    }

    /// <summary>What somebody needs who wants to repeat it.</summary>
    private static IReadOnlyList<string> MadeWith(SweepResults results) =>
    [
        $"VggSweep {Version()}, {RuntimeInformation.FrameworkDescription}",
        $"Report generated on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, "
        + $"{Words.Count(Environment.ProcessorCount, "core")}",
        .. results.HasMore ? [ResultTables.PartOf(results)] : Array.Empty<string>(),
        .. results.Trials.Where(trial => trial.Numerics is not null).CountBy(trial => trial.Numerics!).Select(group =>
            $"{Words.Count(group.Value, "trial")} trained on {group.Key.Device} ({group.Key.InstructionSet}) with "
            + $"libtorch {group.Key.Libtorch}, "
            + $"{Words.Count(group.Key.Threads, "thread")} each, {Arithmetic(group.Key)}"),
    ];

    private static string Version() =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Arithmetic(Numerics numerics)
    {
        var path = ArithmeticPath.Parse(numerics.Path);
        var products = path.InBf16 || path.InTf32 ? path.Text : string.Join(", ", new[] { "fp32", path.Text }.OfType<string>());
        return $"{products}, arithmetic '{numerics.Precision}'";
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Resource(Assembly assembly, string ending)
    {
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith(ending, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
