using System.Net;
using System.Net.Sockets;
using System.Text;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>What a page in the user's browser can make of an API on loopback that asks for no key.</summary>
public sealed class WebPages(ServedHome served) : IClassFixture<ServedHome>
{
    private const string Evil = "http://evil.example";

    public static TheoryData<string> Paths =>
        ["/api/v1/sweeps", "/api/v1/workers", "/metrics", "/openapi/v1.json", "/reference/", "/orleans/", "/health"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_name_that_was_rebound_to_loopback_reads_nothing(string path)
    {
        using var rebound = new HttpClient(
            new SocketsHttpHandler { ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation) });
        var answer = await rebound.GetAsync(new Uri($"{Evil}:{served.Address.Port}{path}"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("VggSweep__AllowedHosts__0", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, served.Address.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    [Theory]
    [InlineData("Origin", Evil)]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Origin", "http://127.0.0.1.evil.example")]
    [InlineData("Origin", "file://")]
    [InlineData("Origin", "https://sweeps.example.org:8443")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:5080")]
    [InlineData("Host", "10.0.0.1")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        (string Method, string Path, string? Body)[] changes =
        [
            ("POST", "sweeps", SmallSweep.Yaml()), ("POST", "sweeps/x-1/pause", null), ("POST", "sweeps/x-1/cancel", ""),
            ("POST", "workers/x/drain", null), ("DELETE", "sweeps/x-1", null),
        ];
        foreach (var (method, path, body) in changes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(served.Address, $"/api/v1/{path}"));
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "text/plain");
            request.Headers.Add(header, value);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await served.Client.SendAsync(request)).StatusCode));
        }

        Assert.Equal("[]", await served.Client.GetStringAsync(new Uri(served.Address, "/api/v1/sweeps")));
    }

    [Fact]
    public async Task A_preflight_permits_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(served.Address, "/api/v1/sweeps"));
        request.Headers.Add("Origin", Evil);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        var answer = await served.Client.SendAsync(request);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Each pair of headers is one request; none of the sweeps exists, so whoever is let in gets 404.</summary>
    [Theory]
    [InlineData]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "LOCALHOST:5080")]
    [InlineData("Host", "[::1]:5080")]
    [InlineData("Host", "api.dev.localhost")]
    [InlineData("Host", ServedHome.NamedHost)]
    [InlineData("Host", "SWEEPS.example.org:8080", "Origin", "http://sweeps.example.org:8080")]
    [InlineData("Origin", "https://sweeps.example.org", "Sec-Fetch-Site", "same-origin")]
    [InlineData("Host", "localhost:5080", "Origin", "http://localhost:5080", "Sec-Fetch-Site", "same-origin")]
    [InlineData("Host", "[::1]:5080", "Origin", "http://[::1]:5080")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Programs_our_own_pages_and_named_hosts_are_served(params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(served.Address, "/api/v1/sweeps/x-1/pause"));
        foreach (var pair in headers.Chunk(2))
        {
            request.Headers.Remove(pair[0]);
            request.Headers.Add(pair[0], pair[1]);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await served.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Nothing_served_may_be_framed_or_sniffed()
    {
        foreach (var path in Paths)
        {
            var answer = await served.Client.GetAsync(new Uri(served.Address, path.Data));
            Assert.Equal((path.Data, HttpStatusCode.OK), (path.Data, answer.StatusCode));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }
}
