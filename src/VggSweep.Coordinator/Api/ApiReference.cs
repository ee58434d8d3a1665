using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace VggSweep.Coordinator.Api;

/// <summary>What the API takes and answers, for programs (<c>/openapi/v1.json</c>) and for people (<c>/reference</c>).</summary>
internal static class ApiReference
{
    public const string Document = "v1";

    public static void MapApiReference(this IEndpointRouteBuilder routes, bool needsKey)
    {
        // The page loads its script from here, and offers nothing that would be sent elsewhere.
        IEndpointConventionBuilder[] endpoints =
        [
            routes.MapOpenApi(),
            routes.MapScalarApiReference("/reference", page => page
                .WithTitle("VggSweep").DisableDefaultFonts()
                .DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton().DisableTelemetry()),
        ];
        if (needsKey)
        {
            Array.ForEach(endpoints, endpoint => endpoint.RequireAuthorization());
        }
    }
}
