using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Client;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>Whatever answers, or does not, a person gets one sentence, and nothing is asked twice that may be done once only.</summary>
public sealed class Clients
{
    private static readonly Uri First = new("http://first/vgg/");
    private static readonly Uri Second = new("http://second/");

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_page_instead_of_an_answer_is_told()
    {
        using var client = Client(_ => Answer(HttpStatusCode.OK, "<html>", "text/html"));
        await FailsAsync(() => client.SweepsAsync(), "http://first/vgg/ answers, but not as a VggSweep coordinator: it sends text/html");
        await FailsAsync(() => client.PauseAsync("x"), "it sends text/html");
        await FailsAsync(() => client.LogAsync("x", 1, 0), "it sends text/html");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[{")]
    [InlineData("[{\"sweep\": null}]")]
    public async Task JSON_from_something_else_is_reported(string json)
    {
        using var client = Client(_ => Answer(HttpStatusCode.OK, json));
        await FailsAsync(() => client.SweepsAsync(), "its JSON is not this version's");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "502")]
    [InlineData(HttpStatusCode.NotFound, "404")]
    [InlineData(HttpStatusCode.Redirect, "it redirects to")]
    [InlineData(HttpStatusCode.InternalServerError, "500")]
    public async Task A_proxys_own_answer_is_told(HttpStatusCode status, string expected)
    {
        using var client = Client(_ => Answer(status, "<html>", "text/html"));
        await FailsAsync(() => client.SweepsAsync(), expected);
    }

    [Fact]
    public async Task A_silent_server_is_told_and_the_next_one_asked()
    {
        using var client = Client(
            request => request.RequestUri!.Host == "first" ? throw new TaskCanceledException() : Answer(HttpStatusCode.OK, "[]"));
        Assert.Empty(await client.SweepsAsync());
        Assert.Equal(Second, client.Address);
        using var silent = Client(_ => throw new TaskCanceledException());
        await FailsAsync(() => silent.SweepsAsync(), "did not answer within 40 s");
    }

    [Fact]
    public async Task The_path_before_a_proxy_is_kept()
    {
        List<Uri> asked = [];
        using var client = Client(request =>
        {
            asked.Add(request.RequestUri!);
            return Answer(HttpStatusCode.OK, "[]");
        });
        await client.EventsAsync("a b");
        Assert.Equal("http://first/vgg/api/v1/sweeps/a%20b/events", asked.Single().AbsoluteUri);
    }

    [Fact]
    public async Task A_sweep_is_submitted_to_the_next_coordinator_when_the_first_one_refuses_the_connection()
    {
        using var client = Client(request => request.RequestUri!.Host == "first"
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Answer(HttpStatusCode.Created, """{"sweep": "x-1", "trials": 2}"""));
        Assert.Equal("x-1", (await client.SubmitAsync("name: x", "x.yaml", priority: null)).Sweep);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(null)]
    public async Task A_sweep_that_may_have_been_taken_is_not_submitted_again(HttpRequestError? error)
    {
        var asked = 0;
        using var client = Client(_ =>
        {
            asked++;
            return error is { } how ? throw new HttpRequestException(how) : throw new TaskCanceledException();
        });
        await FailsAsync(() => client.SubmitAsync("name: x", "x.yaml", priority: null), "it may have carried out the request");
        await FailsAsync(() => client.DeleteAsync("x-1"), "it may have carried out the request");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_coordinator_that_cannot_answer_now_is_not_given_a_sweep_again()
    {
        var asked = 0;
        using var client = Client(_ =>
        {
            asked++;
            return Answer(
                HttpStatusCode.ServiceUnavailable, """{"detail": "The cluster cannot answer now."}""",
                "application/problem+json");
        });
        await FailsAsync(() => client.SubmitAsync("name: x", "x.yaml", priority: null), "The cluster cannot answer now.");
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_conflict_says_that_it_is_done_only_when_it_was_asked_before(bool isAgain)
    {
        var asked = 0;
        using var client = Client(_ => isAgain && asked++ < 2
            ? Answer(HttpStatusCode.ServiceUnavailable, """{"detail": "Ask again."}""", "application/problem+json")
            : Answer(HttpStatusCode.Conflict, """{"detail": "Sweep x-1 has ended already."}""", "application/problem+json"));
        var resumed = client.ResumeAsync("x-1");
        time.Advance(TimeSpan.FromSeconds(1));
        if (isAgain)
        {
            await resumed;
            return;
        }

        Assert.Equal(CoordinatorProblemKind.Refused, (await Assert.ThrowsAsync<CoordinatorProblemException>(() => resumed)).Kind);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_value_that_is_refused_is_the_callers_mistake(HttpStatusCode status)
    {
        using var client = Client(_ => Answer(status, """{"detail": "priority is 2000; give less."}""", "application/problem+json"));
        var problem = await Assert.ThrowsAsync<CoordinatorProblemException>(() => client.SubmitAsync("name: x", "x.yaml", priority: 2_000));
        Assert.Equal((CoordinatorProblemKind.Usage, "priority is 2000; give less."), (problem.Kind, problem.Message));
    }

    [Fact]
    public async Task The_pages_of_a_plan_are_joined()
    {
        using var client = Client(request => Answer(HttpStatusCode.OK, request.RequestUri!.Query switch
        {
            "" => Page("[{\"trial\": 1}]", "[1]", ", \"next\": 2"),
            "?from=2" => Page("[{\"trial\": 2}]", "[]", ", \"next\": 3"),
            _ => Page("[{\"trial\": 3}]", "[3]", ""),
        }));
        var plan = JsonNode.Parse(await client.PlanAsync("name: x", "x.yaml"));
        var whole = JsonNode.Parse(Page("[{\"trial\": 1}, {\"trial\": 2}, {\"trial\": 3}]", "[1, 3]", ""));
        Assert.True(JsonNode.DeepEquals(whole, plan), plan!.ToJsonString());
    }

    [Fact]
    public async Task Pages_that_do_not_fit_together_are_reported()
    {
        using var client = Client(_ => Answer(HttpStatusCode.OK, Page("[]", "[]", ", \"next\": 2")));
        await FailsAsync(() => client.PlanAsync("name: x", "x.yaml"), "the pages of a plan do not fit together");
    }

    [Fact]
    public async Task A_cluster_that_has_answered_may_be_away_for_a_while()
    {
        var (isAway, asked) = (false, 0);
        using var client = Client(_ =>
        {
            asked++;
            return isAway ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Answer(HttpStatusCode.OK, "[]");
        });
        await client.SweepsAsync();
        (isAway, asked) = (true, 0);
        var waiting = client.SweepsAsync();
        Assert.Equal(2, asked);
        isAway = false;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await waiting);

        isAway = true;
        waiting = client.SweepsAsync();
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await FailsAsync(() => waiting, "cannot be reached");
    }

    [Fact]
    public async Task A_wrong_address_is_told_at_once()
    {
        using var client = new CoordinatorClient([new Uri("http://127.0.0.1:1/")], key: null, TimeProvider.System);
        await FailsAsync(() => client.SweepsAsync(), "The coordinator at http://127.0.0.1:1/ cannot be reached: Connection refused");
    }

    [Fact]
    public void A_proxy_of_the_environment_is_not_asked_for_this_machine()
    {
        var proxy = new ProxyPastLoopback(new WebProxy("http://proxy.example:3128"));
        Assert.True(proxy.IsBypassed(new Uri("http://127.0.0.1:5080")));
        Assert.Null(proxy.GetProxy(new Uri("http://localhost:5080")));
        Assert.Equal("proxy.example", proxy.GetProxy(new Uri("http://coordinator:5080"))!.Host);
    }

    [Theory]
    [InlineData(" 0123456789abcdef01234567\r\n", "0123456789abcdef01234567")]
    [InlineData("\n", null)]
    [InlineData(null, null)]
    public void White_space_around_a_key_is_not_part_of_it(string? given, string? key) =>
        Assert.Equal(key, CoordinatorAddresses.ReadKey(given, "VGGSWEEP_API_KEY"));

    [Theory]
    [InlineData("schlüssel", "character 5 (U+00FC)")]
    [InlineData("a\nb", "character 2 (U+000A)")]
    [InlineData("a\u200b", "character 2 (U+200B)")]
    public void A_key_that_no_header_carries_is_told(string given, string expected)
    {
        var problem = Assert.Throws<CoordinatorProblemException>(() => CoordinatorAddresses.ReadKey(given, "VGGSWEEP_API_KEY"));
        Assert.Equal(CoordinatorProblemKind.Usage, problem.Kind);
        Assert.StartsWith("VGGSWEEP_API_KEY is not a key: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_servers_silence_in_the_middle_of_its_answer_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var caller = await listener.AcceptTcpClientAsync();
            await caller.GetStream().WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n["u8.ToArray());
        });
        using var client = new CoordinatorClient([new Uri($"http://{listener.LocalEndpoint}/")], key: null, TimeProvider.System);
        await FailsAsync(() => client.SweepsAsync(), "cannot be reached");
        await served;
    }

    private static async Task FailsAsync(Func<Task> ask, string expected)
    {
        var problem = await Assert.ThrowsAsync<CoordinatorProblemException>(ask);
        Assert.Equal(CoordinatorProblemKind.Unavailable, problem.Kind);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private static string Page(string trials, string ofGroup, string rest) =>
        $$"""
        {"name": "x", "trials": {{trials}}, "sums": {"admitted": 3}, "warnings": ["w"],
         "equalGeometry": [{"params": 5, "networks": ["a"], "trials": {{ofGroup}}}]{{rest}}}
        """;

    private CoordinatorClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new([First, Second], key: null, time, handler: new GivenAnswers(answer));

    private sealed class GivenAnswers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
