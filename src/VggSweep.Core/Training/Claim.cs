using System.Text.Json;

namespace VggSweep.Core.Training;

/// <summary>What the trainer's self-test says of a device, a line of JSON each.</summary>
/// <param name="Message">With the figure that it was judged by.</param>
public sealed record Claim(string Name, bool IsGood, string Message)
{
    public string ToLine() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">The line is no claim.</exception>
    public static Claim Read(string line) =>
        JsonSerializer.Deserialize<Claim>(line, JsonSerializerOptions.Web) ?? throw new JsonException("The line is null.");
}
