using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VggSweep.Coordinator.Api;

/// <summary>JSON that is compressed by gzip already, for callers who take that and for those who do not.</summary>
internal sealed class CompressedJson(byte[] json) : IResult
{
    private const string Gzip = "gzip";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.ContentType = $"{MediaTypeNames.Application.Json}; charset=utf-8";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == Gzip && coding.Quality is not 0))
        {
            response.Headers.ContentEncoding = Gzip;
            response.ContentLength = json.Length;
            await response.Body.WriteAsync(json, httpContext.RequestAborted);
            return;
        }

        await using var plain = new GZipStream(new MemoryStream(json), CompressionMode.Decompress);
        await plain.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
