using System.Net;
using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;

namespace VggSweep.Client;

/// <summary>
/// A cluster's HTTP API. Every failure is a <see cref="CoordinatorProblemException"/>, whatever answers: a proxy's page, a silent
/// server, nobody.
/// </summary>
public sealed class CoordinatorClient : IDisposable
{
    private static readonly JsonSerializerOptions Strict = new(ApiJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    private readonly HttpClient http;
    private readonly ApiTransport transport;

    /// <param name="addresses">Of the cluster's coordinators; one that does not answer is passed over.</param>
    /// <param name="key">As <see cref="CoordinatorAddresses.ReadKey"/> returns it; null where none is needed.</param>
    /// <param name="patience">For how long a cluster that has answered before is asked again. Default: a minute.</param>
    /// <param name="handler">Sends the requests. Default: over the network.</param>
    public CoordinatorClient(
        IReadOnlyList<Uri> addresses, string? key, TimeProvider time, TimeSpan? patience = null,
        HttpMessageHandler? handler = null)
    {
        var proxy = new ProxyPastLoopback(HttpClient.DefaultProxy);

        // A redirected POST would arrive as a GET; the person is told the address instead.
        http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            Proxy = proxy,
            AutomaticDecompression = DecompressionMethods.All,
        })
        {
            Timeout = ApiTransport.RequestTimeout,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(ApiUserAgent.Value);
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        transport = new ApiTransport(http, addresses, proxy, time, patience ?? ApiTransport.Patience);
    }

    /// <summary>The coordinator that answered last.</summary>
    public Uri Address => transport.Current;

    public Task<IReadOnlyList<ListedSweep>> SweepsAsync(CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<ListedSweep>>("sweeps", cancellation);

    public Task<SweepDetails> DetailsAsync(string sweep, CancellationToken cancellation = default) =>
        GetAsync<SweepDetails>(Of(sweep), cancellation);

    /// <param name="from">The number of the first trial.</param>
    /// <param name="limit">Trials at most.</param>
    public Task<TrialPage> TrialsAsync(string sweep, int from, int limit, CancellationToken cancellation = default) =>
        GetAsync<TrialPage>($"{Of(sweep)}/trials?from={from}&limit={limit}", cancellation);

    /// <summary>The best trials, best first.</summary>
    public Task<TrialPage> BestAsync(string sweep, CancellationToken cancellation = default) =>
        GetAsync<TrialPage>($"{Of(sweep)}/best", cancellation);

    public Task<IReadOnlyList<ListedEpoch>> EpochsAsync(string sweep, int trial, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<ListedEpoch>>($"{Of(sweep)}/trials/{trial}/epochs", cancellation);

    public Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<TrialEpochs>>($"{Of(sweep)}/epochs", cancellation);

    public Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(string sweep, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<ListedAttempt>>($"{Of(sweep)}/attempts", cancellation);

    public Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<ListedEvent>>($"{Of(sweep)}/events", cancellation);

    public Task<IReadOnlyList<WorkerView>> WorkersAsync(CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<WorkerView>>("workers", cancellation);

    /// <param name="from">Characters that the caller has already.</param>
    public async Task<string> LogAsync(string sweep, int trial, int from, CancellationToken cancellation = default) =>
        (await transport.SendAsync(ApiRequest.Get($"{Of(sweep)}/trials/{trial}/log?from={from}"), "text/plain", cancellation)).Body;

    /// <param name="file">For messages: where the text is from.</param>
    /// <param name="priority">Default: the file's.</param>
    public Task<SubmittedSweep> SubmitAsync(string yaml, string file, int? priority, CancellationToken cancellation = default) =>
        AskAsync<SubmittedSweep>(
            new(
                HttpMethod.Post, priority is null ? "sweeps" : $"sweeps?priority={priority}", IsIdempotent: false, yaml,
                file), cancellation);

    /// <inheritdoc cref="SubmitAsync"/>
    public Task<SubmittedSweep> ExtendAsync(string sweep, string yaml, string file, CancellationToken cancellation = default) =>
        AskAsync<SubmittedSweep>(new(HttpMethod.Post, $"{Of(sweep)}/extend", IsIdempotent: false, yaml, file), cancellation);

    /// <returns>The whole plan's JSON, which a coordinator answers in pages.</returns>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<string> PlanAsync(string yaml, string file, CancellationToken cancellation = default)
    {
        var plan = await PageAsync("plan");
        while (plan.Next is { } next)
        {
            var page = await PageAsync($"plan?from={next}");
            plan = Checked(Address, () => plan.With(page));
        }

        return JsonSerializer.Serialize(plan, Indented);

        Task<PlanPage> PageAsync(string path) =>
            AskAsync<PlanPage>(new(HttpMethod.Post, path, IsIdempotent: true, yaml, file), cancellation);
    }

    public Task<DeletedSweep> DeleteAsync(string sweep, CancellationToken cancellation = default) =>
        AskAsync<DeletedSweep>(new(HttpMethod.Delete, Of(sweep), IsIdempotent: false), cancellation);

    /// <param name="trial">Null for every failed trial.</param>
    public Task<RetriedSweep> RetryAsync(string sweep, int? trial, CancellationToken cancellation = default) =>
        AskAsync<RetriedSweep>(
            new(HttpMethod.Post, $"{Of(sweep)}{(trial is { } number ? $"/trials/{number}" : "")}/retry", IsIdempotent: false),
            cancellation);

    public Task PauseAsync(string sweep, CancellationToken cancellation = default) =>
        DoAsync($"{Of(sweep)}/pause", isIdempotent: true, cancellation);

    public Task ResumeAsync(string sweep, CancellationToken cancellation = default) =>
        DoAsync($"{Of(sweep)}/resume", isIdempotent: true, cancellation);

    /// <param name="trial">Null for the whole sweep.</param>
    public Task CancelAsync(string sweep, int? trial, CancellationToken cancellation = default) =>
        DoAsync(trial is null ? $"{Of(sweep)}/cancel" : $"{Of(sweep)}/trials/{trial}/cancel", isIdempotent: false, cancellation);

    public Task DrainAsync(string worker, CancellationToken cancellation = default) =>
        DoAsync($"workers/{Uri.EscapeDataString(worker)}/drain", isIdempotent: false, cancellation);

    public void Dispose() => http.Dispose();

    private static string Of(string sweep) => $"sweeps/{Uri.EscapeDataString(sweep)}";

    private Task<ApiAnswer> DoAsync(string path, bool isIdempotent, CancellationToken cancellation) =>
        transport.SendAsync(new(HttpMethod.Post, path, isIdempotent), mediaType: null, cancellation);

    private Task<T> GetAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(ApiRequest.Get(path), cancellation);

    private async Task<T> AskAsync<T>(ApiRequest request, CancellationToken cancellation)
    {
        var answer = await transport.SendAsync(request, "application/json", cancellation);
        return Checked(answer.From, () => JsonSerializer.Deserialize<T>(answer.Body, Strict) ?? throw new JsonException("null"));
    }

    private static T Checked<T>(Uri from, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException exception)
        {
            throw ApiProblems.NotACoordinator(from, $"its JSON is not this version's: {exception.Message}");
        }
    }
}
