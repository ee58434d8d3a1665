using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>What the HTTP API answers to requests that are wrong, too large, or come too late.</summary>
public sealed class ApiAnswers(RunningCoordinator running) : IClassFixture<RunningCoordinator>
{
    private readonly HttpClient client = running.Client;

    public static TheoryData<string> Guarded =>
        ["/api/v1/sweeps", "/api/v1/workers", "/openapi/v1.json", "/reference/", "/reference/scalar.js", "/metrics"];

    public static TheoryData<string> Readable => [.. Guarded, "/health", "/alive"];

    [Fact]
    public async Task A_sweep_that_has_ended_cannot_be_paused_resumed_or_cancelled_and_keeps_its_end()
    {
        foreach (var state in (SweepState[])[SweepState.Cancelled, SweepState.Completed])
        {
            var sweep = await SubmitAsync(trials: 1);
            await PostAsync(
                state is SweepState.Cancelled ? $"sweeps/{sweep}/cancel" : $"sweeps/{sweep}/trials/1/cancel",
                HttpStatusCode.NoContent);
            var ended = (await running.Store.FindSweepAsync(sweep))!;
            Assert.Equal(state, ended.State);
            foreach (var action in (string[])["pause", "resume", "cancel", "trials/1/cancel"])
            {
                await PostAsync($"sweeps/{sweep}/{action}", HttpStatusCode.Conflict);
            }

            var now = (await running.Store.FindSweepAsync(sweep))!;
            Assert.Equal((ended.State, ended.EndedMs, ended.Decided), (now.State, now.EndedMs, now.Decided));
        }
    }

    [Fact]
    public async Task A_sweep_that_runs_is_paused_and_resumed()
    {
        var sweep = await SubmitAsync(trials: 1);
        await PostAsync($"sweeps/{sweep}/pause", HttpStatusCode.NoContent);
        Assert.Equal(SweepState.Paused, (await running.Store.FindSweepAsync(sweep))!.State);
        await PostAsync($"sweeps/{sweep}/resume", HttpStatusCode.NoContent);
        Assert.Equal(SweepState.Running, (await running.Store.FindSweepAsync(sweep))!.State);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var sweep = await SubmitAsync(trials: 1);
        foreach (var action in (string[])["pause", "resume", "cancel", "trials/1/cancel"])
        {
            await PostAsync($"sweeps/nothing-1/{action}", HttpStatusCode.NotFound);
        }

        await PostAsync($"sweeps/{sweep}/trials/9999/cancel", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Api($"sweeps/{sweep}/trials/9999/log"))).StatusCode);
    }

    [Theory]
    [InlineData("1001", HttpStatusCode.UnprocessableEntity)]
    [InlineData("2147483647", HttpStatusCode.UnprocessableEntity)]
    [InlineData("-1001", HttpStatusCode.UnprocessableEntity)]
    [InlineData("9999999999", HttpStatusCode.BadRequest)]
    [InlineData("high", HttpStatusCode.BadRequest)]
    public async Task A_priority_has_the_bounds_of_the_file(string priority, HttpStatusCode expected)
    {
        var before = (await running.Store.ListSweepsAsync()).Count;
        await IsProblemAsync(
            await client.PostAsync(Api($"sweeps?priority={priority}"), Text(SmallNet.Sweep("prior", trials: 1))),
            expected);
        Assert.Equal(before, (await running.Store.ListSweepsAsync()).Count);
    }

    [Theory]
    [InlineData("log?from=-1")]
    [InlineData("log?from=x")]
    public async Task A_log_begins_at_its_first_character_or_after_it(string path) =>
        await IsProblemAsync(
            await client.GetAsync(Api($"sweeps/{await SubmitAsync(trials: 1)}/trials/1/{path}")),
            HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "what\r\n", 400)]
    [InlineData("Content-Length: 99999999999", "", 413)]
    [InlineData("Content-Length: -1", "", 400)]
    public async Task A_body_that_cannot_be_read_is_the_callers_mistake(string header, string body, int expected)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, running.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + $"{RunningCoordinator.Authorization}\r\n{header}\r\n\r\n{body}"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith($"HTTP/1.1 {expected} ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Head_answers_as_get_does_without_a_body(string path)
    {
        var get = await client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        var head = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Without_a_key_an_answer_says_what_is_missing(string path)
    {
        using var stranger = new HttpClient { BaseAddress = running.Address };
        var answer = await stranger.GetAsync(path);
        Assert.Equal("Bearer realm=\"VggSweep\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Contains("Authorization: Bearer", await IsProblemAsync(answer, HttpStatusCode.Unauthorized), StringComparison.Ordinal);

        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "a key that nobody knows");
        Assert.Contains("invalid_token", (await stranger.GetAsync(path)).Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_lists_every_refusal_and_how_a_key_is_sent()
    {
        var document = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!.AsObject().Single().Value!["scheme"]);
        Assert.NotEmpty(document["security"]!.AsArray());
        var operations = document["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject()).ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.Superset(
            new HashSet<string> { "400", "401", "503" },
            operation.Value!["responses"]!.AsObject().Select(response => response.Key).ToHashSet()));
    }

    [Fact]
    public async Task A_plan_of_many_trials_comes_in_pages()
    {
        const int Many = 10_000;
        var first = await PlanAsync("plan", Many);
        Assert.InRange(first.Bytes, 1, 1 << 20);
        Assert.Equal((1, 1_000, (int?)1_001), Shown(first.Plan));
        Assert.Equal(Many, (int)first.Plan["sums"]!["admitted"]!);
        var last = await PlanAsync("plan?from=9001", Many);
        Assert.Equal((9_001, 1_000, null), Shown(last.Plan));
        Assert.Equal(first.Plan["sums"]!.ToJsonString(), last.Plan["sums"]!.ToJsonString());
        await IsProblemAsync(await client.PostAsync(Api("plan?from=0"), Text(SmallNet.Nothing(1))), HttpStatusCode.BadRequest);

        static (int First, int Count, int? Next) Shown(JsonObject plan) =>
            ((int)plan["trials"]![0]!["trial"]!, plan["trials"]!.AsArray().Count, (int?)plan["next"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/epochs")]
    [InlineData("/attempts")]
    [InlineData("/events")]
    public async Task Large_answers_are_compressed_for_those_who_take_it(string part)
    {
        var path = Api($"sweeps/{await SubmitAsync(trials: 300)}{part}");
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { AcceptEncoding = { new("gzip") } } };
        var answer = await client.SendAsync(request);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await plain.CopyToAsync(unpacked);
        var other = await client.GetAsync(path);
        Assert.Empty(other.Content.Headers.ContentEncoding);
        Assert.Equal(await other.Content.ReadAsByteArrayAsync(), unpacked.ToArray());
        Assert.True(part.Length > 0 || answer.Content.Headers.ContentLength < unpacked.Length / 5);
    }

    private static string Api(string path) => $"/api/v1/{path}";

    private static StringContent Text(string yaml) => new(yaml, Encoding.UTF8, "text/plain");

    private async Task<string> SubmitAsync(int trials)
    {
        var answer = await client.PostAsync(Api("sweeps"), Text(SmallNet.Sweep("asked", trials)));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SubmittedSweep>(ApiJson.Options))!.Sweep;
    }

    private async Task PostAsync(string path, HttpStatusCode expected)
    {
        var answer = await client.PostAsync(Api(path), content: null);
        if (expected is HttpStatusCode.NoContent)
        {
            Assert.Equal((path, expected), (path, answer.StatusCode));
            return;
        }

        await IsProblemAsync(answer, expected);
    }

    private async Task<(JsonObject Plan, long Bytes)> PlanAsync(string path, int trials)
    {
        var answer = await client.PostAsync(Api(path), Text(SmallNet.Nothing(trials)));
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return (JsonSerializer.Deserialize<JsonObject>(bytes)!, bytes.Length);
    }

    /// <returns>Its text.</returns>
    private static async Task<string> IsProblemAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((answer.RequestMessage!.RequestUri, expected), (answer.RequestMessage.RequestUri, answer.StatusCode));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)expected, (int)JsonNode.Parse(text)!["status"]!);
        return text;
    }
}
