using System.Globalization;
using System.Net;
using System.Reflection;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>The report: one HTML file with its data, its style and its scripts in it, that asks no network for anything.</summary>
internal static class ReportPage
{
    /// <summary>In their order: what stands first is used by those behind it.</summary>
    private static readonly IReadOnlyList<string> Scripts =
    [
        "base.js", "chart.js", "answer.js", "heatmap.js", "front.js", "curves.js", "fit.js", "importances.js", "parallel.js",
        "rungs.js", "timeline.js", "tables.js", "main.js",
    ];

    private static readonly Lazy<string> Page = new(() => Resource("report.html")
        .Replace("{{style}}", Resource("report.css"), StringComparison.Ordinal)
        .Replace("{{script}}", string.Concat(Scripts.Select(Resource)), StringComparison.Ordinal));

    /// <param name="results">What the rows say.</param>
    /// <param name="history">Of the same sweep.</param>
    /// <param name="now">Stands on the page.</param>
    public static string Render(SweepResults results, SweepHistory history, DateTimeOffset now)
    {
        // "</script>" would end the element of the data and "<!--" keep it from ending; in JSON the escape means the same.
        var json = Terminal.ToJson(ReportReader.Read(results, history, now)).Replace("<", "\\u003c", StringComparison.Ordinal);
        return Page.Value
            .Replace("{{title}}", WebUtility.HtmlEncode($"{results.Sweep} - VggSweep"), StringComparison.Ordinal)
            .Replace("{{data}}", json, StringComparison.Ordinal);
    }

    /// <summary>A time as the page shows it.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
