using System.Threading.Channels;
using VggSweep.Core.Api;

namespace VggSweep.Telemetry.Tests;

/// <summary>The AppHost and the command line read again and again; a person looks for what was asked for.</summary>
public sealed class OwnReads
{
    [Fact]
    public async Task They_make_no_trace_and_all_other_requests_do()
    {
        var spans = Channel.CreateUnbounded<string>();
        await using var program = await Scraped.StartAsync(
            otlp: "http://127.0.0.1:1",
            ended: span => spans.Writer.TryWrite($"{span.GetTagItem("http.request.method")} {span.GetTagItem("url.path")}"));
        await SendAsync(program, "GET", "/read", ApiUserAgent.Value);
        await SendAsync(program, "POST", "/ask", ApiUserAgent.Value);
        await SendAsync(program, "GET", "/curl", "curl/8.0");
        Assert.Equal("POST /ask", await spans.Reader.ReadAsync());
        Assert.Equal("GET /curl", await spans.Reader.ReadAsync());
    }

    private static async Task SendAsync(Scraped program, string method, string path, string agent)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), program.Address(path)) { Headers = { { "User-Agent", agent } } };
        (await client.SendAsync(request)).Dispose();
    }
}
