using System.Text.Json;
using System.Text.Json.Serialization;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>Parameters as sweep files write them, <c>{"width":[8,16],"lr":{"logUniform":[0.01,1]}}</c>, in the order of the file.</summary>
internal sealed class SpacesConverter : JsonConverter<IReadOnlyList<ParameterSpace>>
{
    private const string Int = "int";
    private const string Uniform = "uniform";
    private const string LogUniform = "logUniform";

    public override IReadOnlyList<ParameterSpace> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonElement.ParseValue(ref reader).EnumerateObject().Select(space => Space(space.Name, space.Value))];

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
        var kind = (TrialParameterTable.Find(key) ?? throw new JsonException($"A trial has no parameter {key}.")).Kind;
        if (json.ValueKind is JsonValueKind.Array)
        {
            return new ParameterSpace.Values(key, [.. json.EnumerateArray().Select(item => TrialParametersJson.ReadValue(kind, item))]);
        }

        var range = json.EnumerateObject().Single();
        return range.Name switch
        {
            Int => new ParameterSpace.Integers(key, range.Value[0].GetInt64(), range.Value[1].GetInt64()),
            Uniform or LogUniform =>
                new ParameterSpace.Range(key, range.Value[0].GetDouble(), range.Value[1].GetDouble(), range.Name == LogUniform),
            _ => throw new JsonException($"{key} has no range of kind {range.Name}."),
        };
    }

    private static void Write(Utf8JsonWriter writer, ParameterSpace space)
    {
        switch (space)
        {
            case ParameterSpace.Values values:
                writer.WriteStartArray();
                foreach (var item in values.Items)
                {
                    TrialParametersJson.WriteValue(writer, TrialParameterTable.Of(space.Key).Kind, item);
                }

                writer.WriteEndArray();
                break;
            case ParameterSpace.Integers range:
                WriteRange(writer, Int, range.Low, range.High);
                break;
            case ParameterSpace.Range range:
                WriteRange(writer, range.Logarithmic ? LogUniform : Uniform, range.Low, range.High);
                break;
        }
    }

    private static void WriteRange<T>(Utf8JsonWriter writer, string kind, T low, T high)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(kind);
        JsonSerializer.Serialize(writer, (T[])[low, high]);
        writer.WriteEndObject();
    }
}
