using System.Diagnostics;
using System.Text.Json.Nodes;
using Plotly.NET;

/// <summary>
/// Pictures of the committed dashboards with what a real Prometheus answers. A page of ours draws them, and says so:
/// there need not be a Grafana.
/// </summary>
internal sealed class Pictures(PrometheusQueries prometheus)
{
    private const int Width = 1400;

    /// <summary>Of a grid unit and of what is above the grid, in pixels: as in page.html.</summary>
    private const int UnitHeight = 34, HeadHeight = 120;

    private readonly DateTimeOffset since = TimeProvider.System.GetUtcNow();

    /// <param name="sweep">The one that the dashboard of one sweep shows.</param>
    /// <param name="folder">Where the PNG files go, named like the dashboards.</param>
    /// <returns>Panels that would be empty; then there are no pictures.</returns>
    public async Task<IReadOnlyList<string>> DrawAsync(string sweep, string folder)
    {
        var (empty, pages) = (new List<string>(), new Dictionary<string, (string Html, int Height)>());
        foreach (var dashboard in CommittedDashboard.All())
        {
            var variables = await dashboard.VariablesAsync(prometheus, since);
            variables["$sweep"] = sweep;
            foreach (var panel in dashboard.Panels)
            {
                await AnswerAsync(panel["targets"]!.AsArray()!, variables);
                empty.AddRange(
                    panel["targets"]!
                        .AsArray()
                        .Where(target => target!["answer"]!.AsArray().Count == 0)
                        .Select(target => $"{dashboard.Title}: {panel["title"]}: {target!["expr"]}"));
            }

            await AnswerAsync(dashboard.Annotations.Select(mark => mark["target"]!), variables);
            dashboard.Json["chosen"] = Chosen(dashboard, variables);
            var rows = dashboard.Panels.Max(panel => (int)panel["gridPos"]!["y"]! + (int)panel["gridPos"]!["h"]!);
            pages[dashboard.Name] = (Page(dashboard.Json), (rows * UnitHeight) + HeadHeight);
        }

        if (empty.Count == 0)
        {
            foreach (var (name, page) in pages)
            {
                await ShootAsync(page.Html, page.Height, Path.Combine(folder, $"{name}.png"));
            }
        }

        return empty;
    }

    /// <summary>Puts beside each query what it had since the start.</summary>
    private async Task AnswerAsync(IEnumerable<JsonNode> targets, Dictionary<string, string> variables)
    {
        foreach (var target in targets)
        {
            target["answer"] = JsonNode.Parse(
                (await prometheus.RangeAsync(CommittedDashboard.Fill((string)target["expr"]!, variables), since)).GetRawText());
        }
    }

    /// <summary>The variables as Grafana shows them above the panels.</summary>
    private static string Chosen(CommittedDashboard dashboard, Dictionary<string, string> variables) => string.Join("; ",
        dashboard.Json["templating"]!["list"]!
            .AsArray()
            .Select(variable => (string)variable!["name"]!)
            .Where(name => variables.ContainsKey($"${name}"))
            .Select(name => $"{name}: {variables[$"${name}"].Replace("|", ", ", StringComparison.Ordinal)}"));

    private static string Page(JsonNode dashboard) => Resource(typeof(Pictures), "page.html")
        .Replace("{{plotly}}", Resource(typeof(Chart), ".min.js"), StringComparison.Ordinal)
        .Replace("{{dashboard}}", dashboard.ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal), StringComparison.Ordinal);

    private static string Resource(Type within, string ending)
    {
        var name = within.Assembly.GetManifestResourceNames().Single(name => name.EndsWith(ending, StringComparison.Ordinal));
        using var reader = new StreamReader(within.Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task ShootAsync(string html, int height, string picture)
    {
        var folder = Directory.CreateTempSubdirectory("vggsweep-picture-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(file, html);
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                $"--user-data-dir={folder.FullName}/profile", $"--window-size={Width},{height}",
                "--virtual-time-budget=20000", $"--screenshot={Path.GetFullPath(picture)}", new Uri(file).AbsoluteUri,
            ];
            using var browser = Process.Start(
                new ProcessStartInfo("chromium", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var (said, error) = (browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
            await browser.WaitForExitAsync();
            if (browser.ExitCode != 0 || !File.Exists(picture))
            {
                throw new InvalidOperationException($"chromium made no {picture}: {await said}{await error}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
