using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VggSweep.Core.Training;

/// <summary>
/// One JSON object a line, both ways. Numbers keep every bit; NaN and infinities are written by name.
/// </summary>
public static class TrainerProtocol
{
    /// <summary>Exit code of a trainer that says in one sentence what is missing or does not fit: EX_UNAVAILABLE.</summary>
    public const int RefusedCode = 69;

    /// <summary>Raised with every change that an older trainer would misread.</summary>
    public const int Version = 3;

    /// <summary>Where the trainer is, when it is not beside this build.</summary>
    public const string TrainerVariable = "VGGSWEEP_TRAINER";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Hash of this build of Core: a trainer of another build is refused.</summary>
    public static string Build { get; } = typeof(TrainerProtocol).Module.ModuleVersionId.ToString("N");

    public static string Write(TrainerCommand command) => JsonSerializer.Serialize(command, Options);

    public static string Write(TrainerEvent happened) => JsonSerializer.Serialize(happened, Options);

    /// <exception cref="JsonException">The line is no command of this version.</exception>
    public static TrainerCommand ReadCommand(string line) => Read<TrainerCommand>(line);

    /// <exception cref="JsonException">The line is no event of this version.</exception>
    public static TrainerEvent ReadEvent(string line) => Read<TrainerEvent>(line);

    private static T Read<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Options) ?? throw new JsonException("The line is null.");
        }
        catch (NotSupportedException exception)
        {
            // What the serializer throws for an object without a type.
            throw new JsonException("The line has no type.", exception);
        }
    }
}
