using System.Diagnostics;
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
            !query.Expression.Contains("rate(", StringComparison.Ordinal) || query.Expression.Contains(
                "$__rate_interval", StringComparison.Ordinal), query.Expression));
    });

    [Fact]
    public void Every_metric_is_shown_or_alerts()
    {
        var asked = string.Concat(GeneratedFiles.All.Values);
        Assert.All(Metrics.All.Concat(Metrics.OfDevices), metric => Assert.Contains(metric.Series, asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dashboards_have_the_types_of_Grafanas_schema_and_one_with_a_misspelled_key_does_not()
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
                folder => File.Exists(Path.Combine(folder, "npm"))),
            "There is no npm here, which fetches Grafana's schema.");
        var folder = Directory.CreateTempSubdirectory("vggsweep-dashboards-");
        List<string> files = [];
        foreach (var (path, text) in GeneratedFiles.All.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
        {
            files.Add(Path.Combine(folder.FullName, Path.GetFileName(path)));
            File.WriteAllText(files[^1], text);
        }

        files.Add(Path.Combine(folder.FullName, "misspelled.json"));
        File.WriteAllText(
            files[^1],
            Of("vggsweep-fleet").ToJson().Replace("\"fieldConfig\"", "\"fieldConfigs\"", StringComparison.Ordinal));
        using var check = Process.Start(new ProcessStartInfo(Path.Combine(Builds.Repository, "dashboards", "types", "check"), files)
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (error, output) = (check.StandardError.ReadToEndAsync(), await check.StandardOutput.ReadToEndAsync());
        await check.WaitForExitAsync();
        Assert.True(check.ExitCode == 1, $"{output}{await error}");
        var errors = output.Split('\n').Where(line => line.Contains(": error TS", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, line => Assert.StartsWith("misspelled.ts(", line, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    private static IReadOnlyList<Dashboard> All => [.. Dashboards.Dashboards.All, Dashboards.Dashboards.Devices];

    private static Dashboard Of(string uid) => All.Single(dashboard => dashboard.Uid == uid);
}
