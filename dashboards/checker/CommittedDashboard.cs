using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VggSweep.TestCluster;

/// <summary>A dashboard as it is committed: what Grafana would read.</summary>
internal sealed partial record CommittedDashboard(string Name, JsonNode Json)
{
    private const string Interval = "30s";

    public string Title => (string)Json["title"]!;

    public IEnumerable<JsonNode> Panels => Json["panels"]!.AsArray()!;

    public IEnumerable<JsonNode> Annotations => Json["annotations"]!["list"]!.AsArray()!;

    /// <param name="folder">Of <c>dashboards/grafana</c>.</param>
    public static IReadOnlyList<CommittedDashboard> All(string folder = "dashboards") =>
        [.. Directory.EnumerateFiles(Path.Combine(Builds.Repository, "dashboards", "grafana", folder), "*.json")
            .Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>What stands for the variables in the queries: every value that is found, and one rate interval.</summary>
    public async Task<Dictionary<string, string>> VariablesAsync(PrometheusQueries prometheus, DateTimeOffset since)
    {
        var values = new Dictionary<string, string> { ["$__rate_interval"] = Interval };
        foreach (var variable in Json["templating"]!["list"]!.AsArray().Where(variable => (string)variable!["type"]! == "query"))
        {
            var asked = LabelValues().Match((string)variable!["query"]!["query"]!);
            values[$"${variable["name"]}"] = string.Join(
                '|', await prometheus.LabelValuesAsync(asked.Groups["series"].Value, asked.Groups["label"].Value, since));
        }

        return values;
    }

    public static string Fill(string expression, Dictionary<string, string> variables) =>
        variables.Aggregate(expression, (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal));

    private static CommittedDashboard Read(string file) =>
        new(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!);

    [GeneratedRegex(@"^label_values\((?<series>.+), (?<label>\w+)\)$")]
    private static partial Regex LabelValues();
}
