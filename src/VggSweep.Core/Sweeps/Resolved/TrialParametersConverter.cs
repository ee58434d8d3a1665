using System.Text.Json;
using System.Text.Json.Serialization;

namespace VggSweep.Core.Sweeps.Resolved;

internal sealed class TrialParametersConverter : JsonConverter<TrialParameters>
{
    public override TrialParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TrialParametersJson.Read(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, TrialParameters value, JsonSerializerOptions options) =>
        TrialParametersJson.Write(writer, value);
}
