using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using VggSweep.Core.Grains;

namespace VggSweep.Coordinator.Api;

/// <summary>Says that the database or another coordinator is away for now, and that asking again helps.</summary>
internal sealed class AwayHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!exception.IsAway())
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "2";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Detail = $"The cluster cannot answer now; ask again: {exception.Message}" },
        });
    }
}
