using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;

namespace VggSweep.Coordinator.Api;

/// <summary>
/// Answers for what no endpoint can: 503 when the database or another coordinator does not answer, 4xx for a request
/// that cannot be read. Addresses stay in the log.
/// </summary>
internal sealed partial class FailureHandler(IProblemDetailsService problems, ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int Status, string Detail)? answer = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            PlanTooLongException tooLong => (StatusCodes.Status422UnprocessableEntity, tooLong.Message),
            NothingToTryException nothing => (StatusCodes.Status422UnprocessableEntity, nothing.Message),
            IOException or UnauthorizedAccessException => (
                StatusCodes.Status503ServiceUnavailable, "The files of the trials cannot be read; ask again."),
            StoreAwayException => (StatusCodes.Status503ServiceUnavailable, "The database does not answer; ask again."),
            _ when exception.IsAway() => (StatusCodes.Status503ServiceUnavailable, "The cluster does not answer in time; ask again."),
            _ => null,
        };
        if (answer is not var (status, detail))
        {
            return false;
        }

        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "2";
            LogAway(httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Detail = detail } });
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was answered with 503: {Reason}")]
    private partial void LogAway(string method, string path, string reason);
}
