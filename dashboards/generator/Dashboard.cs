using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VggSweep.Dashboards;

/// <summary>A dashboard in Grafana's classic form.</summary>
/// <param name="Uid">Fixed, so that links and provisioning find it again.</param>
public sealed record Dashboard(string Uid, string Title, string Description, IReadOnlyList<Variable> Variables, IReadOnlyList<Panel> Panels)
{
    private const int Schema = 42;
    private const int Columns = 24;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    public static JsonObject Datasource() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    public string ToJson() => new JsonObject
    {
        ["uid"] = Uid,
        ["title"] = Title,
        ["description"] = Description,
        ["tags"] = new JsonArray("vggsweep"),
        ["schemaVersion"] = Schema,
        ["version"] = 1,
        ["editable"] = false,
        ["graphTooltip"] = 1,
        ["refresh"] = "10s",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["timezone"] = "",
        ["annotations"] = new JsonObject { ["list"] = new JsonArray([.. Annotations.Select(annotation => annotation.ToJson())]) },
        ["links"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "dashboards",
                ["title"] = "VggSweep",
                ["tooltip"] = "",
                ["icon"] = "dashboard",
                ["tags"] = new JsonArray("vggsweep"),
                ["keepTime"] = true,
                ["includeVars"] = false,
                ["asDropdown"] = false,
                ["targetBlank"] = false,
            }),
        ["templating"] = new JsonObject
        {
            ["list"] = new JsonArray([Variable.Source(), .. Variables.Select(variable => variable.ToJson())]),
        },
        ["panels"] = new JsonArray([.. Placed()]),
    }.ToJsonString(Options) + "\n";

    /// <summary>From the left to the right, in rows of one height.</summary>
    private IEnumerable<JsonObject> Placed()
    {
        var (x, y, id) = (0, 0, 0);
        foreach (var panel in Panels)
        {
            if (x + panel.Width > Columns)
            {
                (x, y) = (0, y + Panel.Height);
            }

            yield return panel.ToJson(++id, x, y);
            x += panel.Width;
        }
    }
}

/// <summary>A choice on top of a dashboard: the values of a label.</summary>
/// <param name="Series">Where the label's values are looked for.</param>
public sealed record Variable(string Name, string Label, string Series, bool IsMulti)
{
    public static JsonObject Source() =>
        new() { ["name"] = "datasource", ["label"] = "Data source", ["type"] = "datasource", ["query"] = "prometheus" };

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["label"] = Name,
        ["type"] = "query",
        ["datasource"] = Dashboard.Datasource(),
        ["query"] = new JsonObject { ["query"] = $"label_values({Series}, {Label})", ["refId"] = "variable" },
        ["refresh"] = 2,
        ["sort"] = 2,
        ["multi"] = IsMulti,
        ["includeAll"] = IsMulti,
    };
}

/// <summary>A mark in all panels at the times at which an expression has a value.</summary>
public sealed record Annotation(string Name, string Expression, string Text, string Color)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["datasource"] = Dashboard.Datasource(),
        ["enable"] = true,
        ["iconColor"] = Color,
        ["target"] = new JsonObject { ["refId"] = "Anno", ["expr"] = Expression, ["interval"] = "15s" },
        ["titleFormat"] = Name,
        ["textFormat"] = Text,
    };
}
