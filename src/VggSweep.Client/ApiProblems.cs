using System.Net;
using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;

namespace VggSweep.Client;

/// <summary>What a person is told of a request that failed.</summary>
internal static class ApiProblems
{
    /// <summary>A coordinator's own media type for failures, by which they are told from a proxy's.</summary>
    public const string MediaType = "application/problem+json";

    public static CoordinatorProblemException NotACoordinator(Uri address, string reason) => Unavailable(
        $"{address} answers, but not as a VggSweep coordinator: {reason}; check the address, including any path that a proxy adds.");

    public static CoordinatorProblemException Unavailable(string message) => new(CoordinatorProblemKind.Unavailable, message);

    /// <summary>Of an answer that is no success.</summary>
    public static CoordinatorProblemException Of(Uri address, HttpResponseMessage response, string body, string file)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized)
        {
            return Unavailable($"The coordinator at {address} rejects the API key; set VGGSWEEP_API_KEY to one that it accepts.");
        }

        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return NotACoordinator(address, $"it redirects to {response.Headers.Location}");
        }

        return response.Content.Headers.ContentType?.MediaType == MediaType
            && Parse(body) is { } problem ? Told(address, response, problem, file)
            : NotACoordinator(address, $"{(int)response.StatusCode} {response.ReasonPhrase}");
    }

    private static CoordinatorProblemException Told(Uri address, HttpResponseMessage response, JsonElement problem, string file)
    {
        var detail = Text(problem, "detail") ?? Text(problem, "title") ?? $"{(int)response.StatusCode} {response.ReasonPhrase}";
        return response.StatusCode switch
        {
            HttpStatusCode.UnprocessableEntity when Mistakes(problem) is { } mistakes =>
                new(CoordinatorProblemKind.BadFile, string.Join('\n', mistakes.Select(mistake => mistake.Format(file)))),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest => new(CoordinatorProblemKind.Usage, detail),
            HttpStatusCode.NotFound or HttpStatusCode.Conflict => new(CoordinatorProblemKind.Refused, detail),
            _ => Unavailable($"The coordinator at {address} failed: {detail}"),
        };
    }

    private static JsonElement? Parse(string body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static List<SpecError>? Mistakes(JsonElement problem)
    {
        try
        {
            return problem.TryGetProperty("errors", out var errors) ? errors.Deserialize<List<SpecError>>(ApiJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
