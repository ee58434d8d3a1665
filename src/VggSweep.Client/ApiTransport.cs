using System.Net;

namespace VggSweep.Client;

/// <summary>
/// Sends requests to the coordinators of a cluster, one after another until one answers. What may be repeated is sent again while
/// the cluster finds itself again after a coordinator's death; what may not is sent at most once to a coordinator that could have
/// taken it.
/// </summary>
internal sealed class ApiTransport(HttpClient http, IReadOnlyList<Uri> addresses, IWebProxy proxy, TimeProvider time, TimeSpan patience)
{
    /// <summary>Longer than the 30 s in which a coordinator's own calls end.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(40);

    /// <summary>A coordinator that dies is replaced within 15 s, one that is restarted needs longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int current;
    private bool hasAnswered;

    public Uri Current => addresses[current];

    /// <param name="mediaType">Of a good answer; null where it has no body.</param>
    /// <exception cref="CoordinatorProblemException">No coordinator has done it.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, string? mediaType, CancellationToken cancellation)
    {
        var mayBeDone = false;
        for (var since = time.GetTimestamp(); ;)
        {
            var attempt = await TryEachAsync(request, mediaType, mayBeDone, cancellation);
            mayBeDone |= attempt.MayBeDone;
            if (attempt.Answer is { } answer)
            {
                hasAnswered = true;
                return answer;
            }

            if (!attempt.MayPass || !request.IsIdempotent || time.GetElapsedTime(since) >= patience)
            {
                throw attempt.Problem!;
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<Attempt> TryEachAsync(ApiRequest request, string? mediaType, bool mayBeDone, CancellationToken cancellation)
    {
        List<Attempt> failures = [];
        for (var tried = 0; tried < addresses.Count; tried++)
        {
            var attempt = await TryAsync(addresses[current], request, mediaType, cancellation);
            if (mayBeDone && attempt.IsConflict && mediaType is null)
            {
                // What changes a state once conflicts with itself when it is asked again.
                return new Attempt(new ApiAnswer(addresses[current], ""), null, MayPass: false);
            }

            mayBeDone |= attempt.MayBeDone;
            if (attempt.Answer is not null || !attempt.MayElsewhere)
            {
                return attempt;
            }

            failures.Add(attempt);
            current = (current + 1) % addresses.Count;
        }

        // A wrong address is told at once; only a cluster that has answered before may be away for a while.
        return failures.Count == 1 ? failures[0] : new Attempt(
            null, ApiProblems.Unavailable(string.Join('\n', failures.Select(failure => failure.Problem!.Message))),
            failures.Exists(failure => failure.MayPass),
            MayBeDone: mayBeDone);
    }

    private async Task<Attempt> TryAsync(Uri address, ApiRequest request, string? mediaType, CancellationToken cancellation)
    {
        try
        {
            using var message = request.At(address);
            using var response = await http.SendAsync(message, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? Accept(address, response, body, mediaType) : Refuse(address, request, response, body);
        }
        catch (HttpRequestException exception)
        {
            var isSent = exception.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
            var reason = (isSent ? exception.GetBaseException() : exception).Message.TrimEnd('.');
            return Unreached(request, isSent, $"The coordinator at {address} cannot be reached{ThroughProxy(address)}: {reason}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unreached(
                request, isSent: true,
                $"The coordinator at {address} did not answer within {http.Timeout.TotalSeconds:0} s{ThroughProxy(address)}");
        }
    }

    private static Attempt Accept(Uri address, HttpResponseMessage response, string body, string? mediaType)
    {
        var given = response.Content.Headers.ContentType?.MediaType;
        return (given == mediaType || (mediaType is null && (body.Length == 0 || given is "application/json")))
            ? new Attempt(new ApiAnswer(address, body), null, MayPass: false)
            : new Attempt(null, ApiProblems.NotACoordinator(address, $"it sends {given ?? "something"}"), MayPass: false);
    }

    private Attempt Refuse(Uri address, ApiRequest request, HttpResponseMessage response, string body)
    {
        var isCoordinators = response.Content.Headers.ContentType?.MediaType == ApiProblems.MediaType;
        var isAway = response.StatusCode is HttpStatusCode.ServiceUnavailable
            || (!isCoordinators && response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout);
        return new Attempt(
            null, ApiProblems.Of(address, response, body, request.File),
            MayPass: isAway && (isCoordinators || hasAnswered), MayElsewhere: isAway && request.IsIdempotent, MayBeDone: isAway,
            IsConflict: isCoordinators && response.StatusCode is HttpStatusCode.Conflict);
    }

    private Attempt Unreached(ApiRequest request, bool isSent, string what)
    {
        var isUncertain = isSent && !request.IsIdempotent;
        return new Attempt(
            null,
            ApiProblems.Unavailable(isUncertain
                ? $"{what}; it may have carried out the request: check before repeating it."
                : $"{what}; start it, or give another address."),
            MayPass: hasAnswered && !isUncertain,
            MayElsewhere: !isUncertain,
            MayBeDone: isSent);
    }

    private string ThroughProxy(Uri address) => proxy.GetProxy(address) is { } through && !proxy.IsBypassed(address)
        ? $" through the proxy {through.GetLeftPart(UriPartial.Authority)} (NO_PROXY={address.Host} bypasses it)"
        : "";

    /// <param name="MayPass">Whether asking again later may help.</param>
    /// <param name="MayElsewhere">Whether another coordinator may be asked at once.</param>
    /// <param name="MayBeDone">Whether a coordinator may have done it all the same.</param>
    private sealed record Attempt(
        ApiAnswer? Answer, CoordinatorProblemException? Problem, bool MayPass, bool MayElsewhere = false,
        bool MayBeDone = false, bool IsConflict = false);
}
