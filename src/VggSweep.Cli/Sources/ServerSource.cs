using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;

namespace VggSweep.Cli.Sources;

/// <summary>A coordinator, over its HTTP API.</summary>
internal sealed class ServerSource : SweepSource
{
    private const int MostAttempts = 15;

    private readonly HttpClient client;
    private readonly Uri server;

    /// <param name="server">The coordinator's address.</param>
    /// <param name="key">An API key; null where none is needed.</param>
    public ServerSource(Uri server, string? key)
    {
        this.server = server;
        client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(server, "/api/v1/"),
        };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public override Task<IReadOnlyList<ListedSweep>> ListAsync() => GetAsync<IReadOnlyList<ListedSweep>>("sweeps");

    public override Task<SweepDetails> DetailsAsync(string sweep) => GetAsync<SweepDetails>($"sweeps/{Uri.EscapeDataString(sweep)}");

    public override Task<IReadOnlyList<ListedEpoch>> EpochsAsync(string sweep, int trial) =>
        GetAsync<IReadOnlyList<ListedEpoch>>($"sweeps/{Uri.EscapeDataString(sweep)}/trials/{trial}/epochs");

    public override Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep) =>
        GetAsync<IReadOnlyList<TrialEpochs>>($"sweeps/{Uri.EscapeDataString(sweep)}/epochs");

    public override async Task<string> LogAsync(string sweep, int trial, int from)
    {
        var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"sweeps/{Uri.EscapeDataString(sweep)}/trials/{trial}/log?from={from}"), file: "");
        return await answer.Content.ReadAsStringAsync();
    }

    public override Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep) =>
        GetAsync<IReadOnlyList<ListedEvent>>($"sweeps/{Uri.EscapeDataString(sweep)}/events");

    public Task<IReadOnlyList<WorkerView>> WorkersAsync() => GetAsync<IReadOnlyList<WorkerView>>("workers");

    /// <param name="file">For messages.</param>
    public async Task<SubmittedSweep> SubmitAsync(string yaml, string file, int? priority) =>
        await ReadAsync<SubmittedSweep>(await PostAsync(priority is { } given ? $"sweeps?priority={given}" : "sweeps", yaml, file));

    public async Task<SubmittedSweep> ExtendAsync(string sweep, string yaml, string file) =>
        await ReadAsync<SubmittedSweep>(await PostAsync($"sweeps/{Uri.EscapeDataString(sweep)}/extend", yaml, file));

    /// <returns>The plan's JSON: a coordinator gives it in pages.</returns>
    public async Task<string> PlanAsync(string yaml, string file)
    {
        var plan = await ReadAsync<JsonObject>(await PostAsync("plan", yaml, file));
        while (plan.TryGetPropertyValue("next", out var next))
        {
            plan.Remove("next");
            var page = await ReadAsync<JsonObject>(await PostAsync($"plan?from={next}", yaml, file));
            Append(plan["trials"]!, page["trials"]!);
            foreach (var (group, more) in plan["equalGeometry"]!.AsArray().Zip(page["equalGeometry"]!.AsArray()))
            {
                Append(group!["trials"]!, more!["trials"]!);
            }

            if (page.TryGetPropertyValue("next", out var following))
            {
                plan["next"] = following!.DeepClone();
            }
        }

        return plan.ToJsonString(new JsonSerializerOptions(ApiJson.Options) { WriteIndented = true });

        static void Append(JsonNode to, JsonNode from)
        {
            foreach (var item in from.AsArray())
            {
                to.AsArray().Add(item!.DeepClone());
            }
        }
    }

    public async Task<DeletedSweep> DeleteAsync(string sweep) =>
        await ReadAsync<DeletedSweep>(await SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"sweeps/{Uri.EscapeDataString(sweep)}"), file: ""));

    /// <summary>Asks for something that has no answer but that it is done.</summary>
    public Task DoAsync(string path) => SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path), file: "", mayBeDone: true);

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), file: ""));

    private Task<HttpResponseMessage> PostAsync(string path, string yaml, string file) => SendAsync(
        () => new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(yaml, Encoding.UTF8, MediaTypeNames.Text.Plain) }, file);

    /// <summary>A coordinator that has lost another one, or its database, answers 503 until the cluster has found itself again.</summary>
    /// <param name="mayBeDone">Whether it may be done all the same after a 503, and a conflict then says that it was.</param>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, string file, bool mayBeDone = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            HttpResponseMessage response;
            try
            {
                response = await client.SendAsync(request());
            }
            catch (HttpRequestException exception)
            {
                throw new CommandFailure(ExitCode.Unavailable, $"The coordinator at {server} cannot be reached: {exception.Message}; start it, or name another with --server.");
            }

            if (response.StatusCode is not HttpStatusCode.ServiceUnavailable || attempt == MostAttempts)
            {
                return response.IsSuccessStatusCode || (mayBeDone && attempt > 1 && response.StatusCode is HttpStatusCode.Conflict)
                    ? response
                    : throw await FailureAsync(response, file);
            }

            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }

    private async Task<CommandFailure> FailureAsync(HttpResponseMessage response, string file)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized)
        {
            return new CommandFailure(ExitCode.Unavailable, $"The coordinator at {server} wants another key; set VGGSWEEP_API_KEY to one that it knows.");
        }

        var problem = await ProblemAsync(response);
        return response.StatusCode switch
        {
            HttpStatusCode.UnprocessableEntity when problem.TryGetProperty("errors", out var errors) => new CommandFailure(
                ExitCode.BadSpec, string.Join('\n', errors.Deserialize<List<SpecError>>(ApiJson.Options)!.Select(error => error.Format(file)))),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest => new CommandFailure(ExitCode.Usage, Detail(problem, response)),
            HttpStatusCode.NotFound or HttpStatusCode.Conflict => new CommandFailure(ExitCode.NoInput, Detail(problem, response)),
            _ => new CommandFailure(ExitCode.Unavailable, $"The coordinator at {server} failed: {Detail(problem, response)}"),
        };
    }

    private static string Detail(JsonElement problem, HttpResponseMessage response) =>
        problem.ValueKind is JsonValueKind.Object && problem.TryGetProperty("detail", out var detail) ? detail.GetString()! : $"{(int)response.StatusCode} {response.ReasonPhrase}";

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<T>(ApiJson.Options))!;
}
