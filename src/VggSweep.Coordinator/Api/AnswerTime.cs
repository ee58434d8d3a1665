using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace VggSweep.Coordinator.Api;

/// <summary>Bounds how long a caller waits while the database or another coordinator stands still.</summary>
internal static class AnswerTime
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Of what is computed from all trials of a sweep: of 100,000 some five seconds on two idle cores.</summary>
    private static readonly TimeSpan LongestComputed = TimeSpan.FromSeconds(30);

    /// <remarks>
    /// Not what takes a file or deletes: asked again after an answer that came too early, it would be done twice. Those
    /// bound their questions by themselves.
    /// </remarks>
    public static async ValueTask<object?> BoundAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        var answer = next(context).AsTask();
        var metadata = request.GetEndpoint()?.Metadata;
        return HttpMethods.IsDelete(request.Request.Method) || metadata?.GetMetadata<IAcceptsMetadata>() is not null
            ? await answer
            : await answer.WaitAsync(
                metadata?.GetMetadata<Computed>() is null ? Longest : LongestComputed,
                request.RequestServices.GetRequiredService<TimeProvider>());
    }

    /// <summary>Marks an endpoint that computes its answer.</summary>
    public sealed class Computed;
}
