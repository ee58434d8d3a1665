using System.Text;
using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps;

/// <summary>
/// A trial's parameters as one flat JSON object with the keys of sweep files. Equal parameters give equal text, so the
/// text serves as their identity too. What a trial leaves to its network (width, blocks) is left out.
/// </summary>
public static class TrialParametersJson
{
    private const string Blocks = "blocks";

    public static string Write(TrialParameters parameters)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, parameters);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes the object as the value that comes next.</summary>
    public static void Write(Utf8JsonWriter writer, TrialParameters parameters)
    {
        writer.WriteStartObject();
        foreach (var parameter in TrialParameterTable.All)
        {
            if (parameter.Get(parameters) is { } value && !value.Equals(parameter.LeftOut))
            {
                writer.WritePropertyName(parameter.Key);
                WriteValue(writer, parameter.Kind, value);
            }
        }

        if (parameters.Blocks is { } blocks)
        {
            WriteBlocks(writer, blocks);
        }

        writer.WriteEndObject();
    }

    /// <summary>What <see cref="Write(TrialParameters)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static TrialParameters Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static TrialParameters Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"A trial's parameters are an object, not {json.ValueKind}.");
        }

        var missing = TrialParameterTable.All
            .Where(parameter => parameter.LeftOut is null && parameter.Key != "width")
            .Select(parameter => parameter.Key)
            .ToHashSet();
        var parameters = new TrialParameters();
        foreach (var property in json.EnumerateObject())
        {
            missing.Remove(property.Name);
            parameters = property.Name == Blocks
                ? parameters with { Blocks = ReadBlocks(property.Value) }
                : ReadValue(parameters, property);
        }

        return missing.Count == 0 ? parameters : throw new JsonException($"The parameters lack {string.Join(", ", missing)}.");
    }

    internal static void WriteValue(Utf8JsonWriter writer, ValueKind kind, object value)
    {
        if (kind is ValueKind.Choice)
        {
            writer.WriteStringValue(kind.Format(value));
        }
        else
        {
            writer.WriteRawValue(kind.Format(value));
        }
    }

    private static void WriteBlocks(Utf8JsonWriter writer, IReadOnlyList<Block> blocks)
    {
        writer.WriteStartArray(Blocks);
        foreach (var block in blocks)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(block.Convolutions);
            writer.WriteNumberValue(block.Channels);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static TrialParameters ReadValue(TrialParameters parameters, JsonProperty property)
    {
        var parameter = TrialParameterTable.Find(property.Name) ?? throw new JsonException($"A trial has no parameter {property.Name}.");
        try
        {
            return parameter.With(parameters, ReadValue(parameter.Kind, property.Value));
        }
        catch (OverflowException exception)
        {
            throw new JsonException($"{property.Name} {property.Value.GetRawText()} is out of range.", exception);
        }
    }

    internal static object ReadValue(ValueKind kind, JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
        return kind.Restore(text) ?? throw new JsonException($"{text} is not {kind.Description}.");
    }

    private static IReadOnlyList<Block> ReadBlocks(JsonElement json)
    {
        try
        {
            return [.. json.EnumerateArray().Select(pair => new Block(pair[0].GetInt32(), pair[1].GetInt32()))];
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new JsonException($"Blocks are pairs of whole numbers, not {json.GetRawText()}.", exception);
        }
    }
}
