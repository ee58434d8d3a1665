using System.Text.Json;
using System.Text.Json.Serialization;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>
/// Parameters as sweep files write them, <c>{"width":{"int":[4,64],"step":4},"lr":{"logUniform":[0.01,1]}}</c>, in the order
/// of the file.
/// </summary>
internal sealed class SpacesConverter : JsonConverter<IReadOnlyList<ParameterSpace>>
{
    private const string Int = "int";
    private const string Uniform = "uniform";
    private const string LogUniform = "logUniform";
    private const string Step = "step";
    private const string Listed = "values";
    private const string When = "when";

    public override IReadOnlyList<ParameterSpace> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked([.. JsonElement.ParseValue(ref reader).EnumerateObject().Select(space => Space(space.Name, space.Value))]);

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ParameterSpace> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var space in value)
        {
            writer.WritePropertyName(space.Key);
            Write(writer, space);
        }

        writer.WriteEndObject();
    }

    private static ParameterSpace Space(string key, JsonElement json)
    {
        var kind = KindOf(key);
        if (json.ValueKind is JsonValueKind.Array)
        {
            return new ParameterSpace.Values(key, Values(kind, json));
        }

        var (entries, step) = (json.EnumerateObject().ToDictionary(one => one.Name, one => one.Value), (JsonElement?)null);
        if (entries.Remove(Step, out var given))
        {
            step = given;
        }

        IReadOnlyList<Condition> when = entries.Remove(When, out var conditions)
            ? [.. conditions.EnumerateObject().Select(one => new Condition(one.Name, Values(KindOf(one.Name), one.Value)))]
            : [];
        var (name, ends) = entries.Single();
        ParameterSpace space = name switch
        {
            Listed => new ParameterSpace.Values(key, Values(kind, ends)),
            Int => new ParameterSpace.Integers(key, ends[0].GetInt64(), ends[1].GetInt64(), step?.GetInt64() ?? 1),
            Uniform or LogUniform => new ParameterSpace.Range(key, ends[0].GetDouble(), ends[1].GetDouble(), name == LogUniform)
            {
                Step = step?.GetDouble(),
            },
            _ => throw new JsonException($"{key} has no range of kind {name}."),
        };
        return when.Count == 0 ? space : space with { When = when };
    }

    private static IReadOnlyList<ParameterSpace> Checked(IReadOnlyList<ParameterSpace> spaces)
    {
        foreach (var (index, space) in spaces.Index())
        {
            if (space.When.FirstOrDefault(one => spaces.Take(index).All(other => other.Key != one.Key)) is { } condition)
            {
                throw new JsonException($"{space.Key} depends on {condition.Key}, which is not before it.");
            }
        }

        return spaces;
    }

    private static ValueKind KindOf(string key) =>
        (TrialParameterTable.Find(key) ?? throw new JsonException($"A trial has no parameter {key}.")).Kind;

    private static IReadOnlyList<object> Values(ValueKind kind, JsonElement json) =>
        [.. json.EnumerateArray().Select(item => TrialParametersJson.ReadValue(kind, item))];

    private static void Write(Utf8JsonWriter writer, ParameterSpace space)
    {
        if (space is ParameterSpace.Values { When.Count: 0 } list)
        {
            WriteValues(writer, space.Key, list.Items);
            return;
        }

        writer.WriteStartObject();
        switch (space)
        {
            case ParameterSpace.Values values:
                writer.WritePropertyName(Listed);
                WriteValues(writer, space.Key, values.Items);
                break;
            case ParameterSpace.Integers range:
                WriteRange(writer, Int, range.Low, range.High, range.Step == 1 ? null : range.Step);
                break;
            case ParameterSpace.Range range:
                WriteRange(writer, range.Logarithmic ? LogUniform : Uniform, range.Low, range.High, range.Step);
                break;
        }

        WriteConditions(writer, space.When);
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, string key, IReadOnlyList<object> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            TrialParametersJson.WriteValue(writer, TrialParameterTable.Of(key).Kind, value);
        }

        writer.WriteEndArray();
    }

    private static void WriteRange<T>(Utf8JsonWriter writer, string kind, T low, T high, T? step)
        where T : struct
    {
        writer.WritePropertyName(kind);
        JsonSerializer.Serialize(writer, (T[])[low, high]);
        if (step is { } distance)
        {
            writer.WritePropertyName(Step);
            JsonSerializer.Serialize(writer, distance);
        }
    }

    private static void WriteConditions(Utf8JsonWriter writer, IReadOnlyList<Condition> conditions)
    {
        if (conditions.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(When);
        foreach (var condition in conditions)
        {
            writer.WritePropertyName(condition.Key);
            WriteValues(writer, condition.Key, condition.Values);
        }

        writer.WriteEndObject();
    }
}
