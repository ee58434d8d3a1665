using System.Net.Mime;
using System.Text;

namespace VggSweep.Client;

/// <summary>One request to <c>/api/v1</c>.</summary>
/// <param name="Path">Below <c>api/v1/</c>, with its query.</param>
/// <param name="IsIdempotent">Whether sending it twice does what sending it once does, so that it may be sent again.</param>
/// <param name="Yaml">The body; null for none.</param>
/// <param name="File">For messages: where the body is from.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, bool IsIdempotent, string? Yaml = null, string File = "")
{
    public static ApiRequest Get(string path) => new(HttpMethod.Get, path, IsIdempotent: true);

    public HttpRequestMessage At(Uri coordinator) => new(Method, new Uri(coordinator, $"api/v1/{Path}"))
    {
        Content = Yaml is null ? null : new StringContent(Yaml, Encoding.UTF8, MediaTypeNames.Text.Plain),
    };
}
