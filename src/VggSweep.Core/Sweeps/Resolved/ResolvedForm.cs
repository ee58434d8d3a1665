using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>
/// The versioned JSON that sweeps and trials are stored as. It says everything explicitly and is read by type alone, so
/// neither a stricter reader of sweep files nor a changed default alters or rejects what is stored.
/// </summary>
/// <remarks>A version is read for ever. Version 0 is a sweep whose file could not be resolved, with the reason.</remarks>
public static class ResolvedForm
{
    public const int Version = 1;

    /// <summary>What every form begins with, for SQL.</summary>
    public const string Beginning = "{\"version\":";

    private const string Problem = "problem";

    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new TrialParametersConverter(), new SpacesConverter(), new SearchSpecConverter(),
        },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The form of a sweep whose file no reader of this version resolves.</summary>
    public static string Unreadable(string problem) => $$"""{"version":0,"{{Problem}}":{{JsonSerializer.Serialize(problem, Options)}}}""";

    internal static string Write<TForm>(TForm form) => JsonSerializer.Serialize(form, Options);

    internal static Stored<T> Read<TForm, T>(string json, Func<TForm, T> valueOf)
        where T : class
    {
        if (json.Length == 0)
        {
            return Stored.Unreadable<T>("it has no resolved form yet; run or resume a sweep in this home");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return ProblemOf(root) is { } problem
                ? Stored.Unreadable<T>(problem)
                : Stored.Readable(valueOf(root.Deserialize<TForm>(Options)!));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or NotSupportedException or ArgumentException)
        {
            return Stored.Unreadable<T>($"its resolved form is damaged: {exception.Message}");
        }
    }

    private static string? ProblemOf(JsonElement root)
    {
        if (!root.TryGetProperty("version", out var stored))
        {
            return "it has no resolved form, because its sweep has none";
        }

        return stored.GetInt32() switch
        {
            0 => root.GetProperty(Problem).GetString(),
            Version => null,
            var other => $"its resolved form has version {other}, and this program reads up to {Version}",
        };
    }
}
