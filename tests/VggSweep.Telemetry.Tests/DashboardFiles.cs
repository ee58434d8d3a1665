using System.Text.Json;
using VggSweep.Core.Telemetry;
using VggSweep.Dashboards;
using VggSweep.TestCluster;

namespace VggSweep.Telemetry.Tests;

/// <summary>What is committed is what the catalogue makes, and Grafana can show it.</summary>
public sealed class DashboardFiles
{
    public static TheoryData<string> Paths => [.. GeneratedFiles.All.Keys];

    public static TheoryData<string> Uids => [.. All.Select(dashboard => dashboard.Uid)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_committed_file_is_current(string path) =>
        Assert.Equal(File.ReadAllText(Path.Combine(Builds.Repository, "dashboards", path)), GeneratedFiles.All[path]);

    [Theory]
    [MemberData(nameof(Uids))]
    public void Panels_have_ids_of_their_own_and_do_not_overlap(string uid)
    {
        var panels = JsonDocument.Parse(Of(uid).ToJson()).RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.Distinct(panels.Select(panel => panel.GetProperty("id").GetInt32()));
        var cells = panels.Select(panel => panel.GetProperty("gridPos")).SelectMany(place =>
            from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (x, y)).ToList();
        Assert.Distinct(cells);
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Panels_say_what_they_show_and_ask_over_an_interval_that_fits_the_scrapes(string uid) => Assert.All(Of(uid).Panels, panel =>
    {
        Assert.NotEmpty(panel.Title);
        Assert.NotEmpty(panel.Description);
        Assert.NotEmpty(panel.Unit);
        Assert.All(panel.Queries, query => Assert.True(
            !query.Expression.Contains("rate(", StringComparison.Ordinal) || query.Expression.Contains("$__rate_interval", StringComparison.Ordinal), query.Expression));
    });

    [Fact]
    public void Every_metric_is_shown_or_alerts()
    {
        var asked = string.Concat(GeneratedFiles.All.Values);
        Assert.All(Metrics.All.Concat(Metrics.OfDevices), metric => Assert.Contains(metric.Series, asked, StringComparison.Ordinal));
    }

    private static IReadOnlyList<Dashboard> All => [.. Dashboards.Dashboards.All, Dashboards.Dashboards.Devices];

    private static Dashboard Of(string uid) => All.Single(dashboard => dashboard.Uid == uid);
}
