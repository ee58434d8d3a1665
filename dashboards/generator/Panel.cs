using System.Text.Json.Nodes;

namespace VggSweep.Dashboards;

/// <summary>One panel: what it asks, and how Grafana shows the answer.</summary>
/// <param name="Kind">Grafana's name of the panel's type.</param>
/// <param name="Unit">Grafana's name of the values' unit.</param>
/// <param name="Width">Of the 24 columns of a dashboard.</param>
public sealed record Panel(string Title, string Description, string Kind, string Unit, int Width, params IReadOnlyList<Query> Queries)
{
    public const int Height = 8;

    /// <summary>What a <c>table</c> shows of the labels; time and the rest are left out.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    private bool IsTable => Kind is "table";

    public JsonObject ToJson(int id, int x, int y) => new()
    {
        ["id"] = id,
        ["type"] = Kind,
        ["title"] = Title,
        ["description"] = Description,
        ["datasource"] = Dashboard.Datasource(),
        ["gridPos"] = new JsonObject { ["h"] = Height, ["w"] = Width, ["x"] = x, ["y"] = y },
        ["fieldConfig"] = new JsonObject { ["defaults"] = new JsonObject { ["unit"] = Unit }, ["overrides"] = new JsonArray() },
        ["options"] = new JsonObject(),
        ["targets"] = new JsonArray([.. Queries.Select((query, index) => query.ToJson($"{(char)('A' + index)}", IsTable))]),
        ["transformations"] = IsTable ? new JsonArray(OnlyColumns()) : new JsonArray(),
    };

    private JsonObject OnlyColumns() => new()
    {
        ["id"] = "filterFieldsByName",
        ["options"] = new JsonObject
        {
            ["include"] = new JsonObject { ["names"] = new JsonArray([.. Columns.Append("Value").Select(name => JsonValue.Create(name))]) },
        },
    };
}

/// <param name="Expression">In PromQL, with the dashboard's variables.</param>
/// <param name="Legend">With labels in double braces.</param>
public sealed record Query(string Expression, string Legend)
{
    public JsonObject ToJson(string letter, bool isTable) => new()
    {
        ["refId"] = letter,
        ["datasource"] = Dashboard.Datasource(),
        ["expr"] = Expression,
        ["legendFormat"] = Legend,
        ["exemplar"] = !isTable && Expression.Contains("_bucket", StringComparison.Ordinal),
        ["instant"] = isTable,
        ["range"] = !isTable,
        ["format"] = isTable ? "table" : "time_series",
    };
}
