using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;

namespace VggSweep.AppHost.Commands;

/// <summary>A coordinator's <c>/api/v1</c>, for the commands.</summary>
internal sealed class CoordinatorApi(Uri address) : IDisposable
{
    private readonly HttpClient client = new()
    {
        BaseAddress = new Uri(address, "/api/v1/"),
        Timeout = TimeSpan.FromSeconds(40),
        DefaultRequestHeaders = { { "User-Agent", ApiUserAgent.Value } },
    };

    /// <summary>Where the coordinator listens, as <c>http://localhost:5080</c>.</summary>
    public Uri Address => address;

    /// <exception cref="ApiProblemException">It has no address yet.</exception>
    public static CoordinatorApi At(IResourceWithEndpoints coordinator)
    {
        var endpoint = coordinator.GetEndpoint("http");
        return endpoint.IsAllocated ? new(new Uri(endpoint.Url)) : throw new ApiProblemException("The coordinator has not started yet.");
    }

    /// <exception cref="ApiProblemException">The coordinator refused or cannot be reached.</exception>
    public Task<IReadOnlyList<ListedSweep>> SweepsAsync(CancellationToken cancellation) => GetAsync<IReadOnlyList<ListedSweep>>("sweeps", cancellation);

    /// <exception cref="ApiProblemException">The coordinator refused or cannot be reached.</exception>
    public Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation) => GetAsync<IReadOnlyList<WorkerView>>("workers", cancellation);

    /// <exception cref="ApiProblemException">The coordinator refused or cannot be reached.</exception>
    public async Task<bool> IsActiveAsync(string worker, CancellationToken cancellation) =>
        (await WorkersAsync(cancellation)).Any(view => view.Worker == worker && view.State is WorkerState.Active);

    /// <param name="priority">Default: the file's.</param>
    /// <exception cref="ApiProblemException">The file has mistakes, which the message tells, or the coordinator cannot be reached.</exception>
    public async Task<SubmittedSweep> SubmitAsync(SweepText text, int? priority, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, priority is null ? "sweeps" : $"sweeps?priority={priority}", text.Yaml, text.Source, cancellation);
        return (await answer.Content.ReadFromJsonAsync<SubmittedSweep>(ApiJson.Options, cancellation))!;
    }

    /// <summary>Asks for what has no answer but that it is done.</summary>
    /// <param name="action">As <c>sweeps/small-1/pause</c>.</param>
    /// <exception cref="ApiProblemException">The coordinator refused or cannot be reached.</exception>
    public async Task DoAsync(string action, CancellationToken cancellation) => (await SendAsync(HttpMethod.Post, action, "", "", cancellation)).Dispose();

    public void Dispose() => client.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, "", "", cancellation);
        return (await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellation))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body, string source, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = method == HttpMethod.Get ? null : new StringContent(body, Encoding.UTF8, MediaTypeNames.Text.Plain);
            var answer = await client.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode ? answer : throw await ProblemAsync(answer, source);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ApiProblemException($"The coordinator at {address} cannot be reached: {exception.Message}");
        }
    }

    private static async Task<ApiProblemException> ProblemAsync(HttpResponseMessage answer, string source)
    {
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            var problem = JsonElement.Parse(text);
            return new ApiProblemException(problem.TryGetProperty("errors", out var errors)
                ? string.Join('\n', errors.Deserialize<List<SpecError>>(ApiJson.Options)!.Select(error => error.Format(source)))
                : problem.GetProperty("detail").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ApiProblemException($"The coordinator answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }
    }
}
