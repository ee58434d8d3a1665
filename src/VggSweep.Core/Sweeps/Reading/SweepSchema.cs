using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Auto;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>
/// The JSON Schema of sweep files, for editors: what one value may be, from the tables that the reader uses. What must
/// hold between values only the reader knows.
/// </summary>
public static class SweepSchema
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write()
    {
        var network = TrialParameterTable.All.Select(parameter => (parameter.Key, About(ValueOf(parameter.Kind), parameter.About)))
            .Append((BlocksReader.Key, About(Blocks(), "Custom blocks, each [convolutions, channels]; only with arch blocks.")));
        var parameters = TrialParameterTable.All.Select(parameter => (parameter.Key, About(SpaceOf(parameter.Kind), parameter.About)));
        var root = Object(
        [
            Entry(SettingTable.Name),
            ("network", About(Object(network), "Settings of every trial.")),
            ("parameters", About(Object(parameters, ("minProperties", 1)), "Parameters that vary: a value, a list, or a range.")),
            (ConstraintsReader.Key, About(
                Constraints(), "What every configuration meets, such as macs <= 200M or width * resolution <= 2048.")),
            Search(),
            Entry(Schedulers.Table.Key),
            .. Schedulers.Table.Sections.Select(Entry),
            Entry(SettingTable.Objective),
            (ObjectivesReader.Key, About(Objectives(), "Several objectives instead of one; the first is accuracy or loss.")),
            Entry(SettingTable.Training),
            Entry(SettingTable.Limits),
            Entry(SettingTable.Placement),
            Entry(SettingTable.Resume),
        ]);
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", "VggSweep sweep file");
        root["required"] = new JsonArray("name", "parameters");
        return root.ToJsonString(Options) + "\n";
    }

    private static (string, JsonObject) Entry(Setting setting)
    {
        var value = ValueOf(setting.SchemaKind);
        return (setting.Key, About(setting.IsList ? List(value) : value, setting.About));
    }

    private static (string, JsonObject) Entry(SettingSection section) =>
        (section.Key, About(Object(section.Settings.Select(Entry)), section.About));

    private static JsonObject Objectives()
    {
        var objective = Object([Entry(ObjectivesReader.Metric), Entry(ObjectivesReader.Direction)]);
        objective["required"] = new JsonArray(ObjectivesReader.Metric.Key, ObjectivesReader.Direction.Key);
        var list = List(objective);
        list["minItems"] = 1;
        return list;
    }

    private static JsonObject Constraints()
    {
        var list = List(new JsonObject { ["type"] = "string" });
        (list["maxItems"], list["uniqueItems"]) = (ConstraintsReader.Most, true);
        return list;
    }

    private static (string, JsonObject) Search()
    {
        var section = Object(
        [
            Entry(Samplers.Table.Key),
            .. SettingTable.Search.Settings.Select(Entry),
            Entry(SettingTable.Budget),
            .. Samplers.Table.Sections.Select(Entry),
        ]);
        var auto = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(AutoMethod.Key) };
        return (SettingTable.Search.Key, About(new() { ["anyOf"] = new JsonArray(auto, section) }, SettingTable.Search.About));
    }

    private static JsonObject ValueOf(ValueKind kind) => kind switch
    {
        ValueKind.Whole whole => new() { ["type"] = "integer", ["minimum"] = whole.Low, ["maximum"] = whole.High },
        ValueKind.Real real => NumberOf(real),
        ValueKind.Flag => new() { ["type"] = "boolean" },
        ValueKind.Choice choice => new()
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. choice.Names.Keys.Select(name => JsonValue.Create(name))]),
        },
        Duration => new()
        {
            ["type"] = new JsonArray("string", "number"),
            ["pattern"] = $"^([0-9]*\\.?[0-9]+[smh]?|{DurationText.ColonPattern})$",
            ["minimum"] = 1,
        },
        SweepName => new()
        {
            ["type"] = new JsonArray("string", "number"),
            ["pattern"] = "^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$",
        },
        LabelName => new() { ["type"] = new JsonArray("string", "number"), ["pattern"] = "^[A-Za-z0-9._-]{1,64}$" },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static JsonObject NumberOf(ValueKind.Real real)
    {
        var number = new JsonObject { ["type"] = "number", [real.IncludesLow ? "minimum" : "exclusiveMinimum"] = real.Low };
        if (double.IsFinite(real.Below))
        {
            number["exclusiveMaximum"] = real.Below;
        }

        return number;
    }

    /// <summary>A value, a list of different ones, or where there can be one a range.</summary>
    private static JsonObject SpaceOf(ValueKind kind)
    {
        var list = List(ValueOf(kind));
        (list["minItems"], list["uniqueItems"]) = (1, true);
        var ranges = RangeReader.KindsOf(kind).Select(name => RangeOf(name, kind)).Append(ConditionalList(kind));
        return new() { ["anyOf"] = new JsonArray([ValueOf(kind), list, .. ranges]) };
    }

    private static JsonObject ConditionalList(ValueKind kind)
    {
        var values = List(ValueOf(kind));
        (values["minItems"], values["uniqueItems"]) = (1, true);
        var list = Object(
            [(SpaceReader.ListKey, new() { ["anyOf"] = new JsonArray(ValueOf(kind), values) }), (ConditionReader.Key, When())]);
        list["required"] = new JsonArray(SpaceReader.ListKey);
        return list;
    }

    private static JsonObject When() => new() { ["type"] = "object", ["minProperties"] = 1 };

    private static JsonObject RangeOf(string name, ValueKind kind)
    {
        JsonObject[] steps = name == RangeReader.LogUniform ? [] : [ValueOf(RangeReader.StepOf(kind))];
        var range = Object(
            [(name, Pair(ValueOf(kind))), .. steps.Select(step => (RangeReader.Step, step)), (ConditionReader.Key, When())]);
        range["required"] = new JsonArray(name);
        return range;
    }

    private static JsonObject Blocks() => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["maxItems"] = BlocksReader.MostBlocks,
        ["items"] = new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 2,
            ["maxItems"] = 2,
            ["items"] = new JsonArray(ValueOf(BlocksReader.Convolutions), ValueOf(BlocksReader.Channels)),
        },
    };

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject Pair(JsonObject item) => new() { ["type"] = "array", ["items"] = item, ["minItems"] = 2, ["maxItems"] = 2 };

    private static JsonObject Object(
        IEnumerable<(string Key, JsonObject Value)> entries, params IReadOnlyList<(string Key, int Value)> limits)
    {
        var properties = new JsonObject();
        foreach (var (key, value) in entries)
        {
            properties[key] = value;
        }

        var node = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        foreach (var (key, value) in limits)
        {
            node[key] = value;
        }

        return node;
    }

    private static JsonObject About(JsonObject node, string text)
    {
        node.Insert(0, "description", text);
        return node;
    }
}
