using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace VggSweep.Coordinator.Api;

/// <summary>What the API takes and answers, for programs (<c>/openapi/v1.json</c>) and for people (<c>/reference</c>).</summary>
internal static class ApiReference
{
    public const string Document = "v1";

    private const string KeyScheme = "apiKey";

    /// <summary>Says how a key is sent.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.AddComponent<IOpenApiSecurityScheme>(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key, as `vggsweep api-key` makes it. A coordinator without keys asks for none.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        return Task.CompletedTask;
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes, bool needsKey)
    {
        var reference = routes.MapGroup("");
        if (needsKey)
        {
            reference.RequireAuthorization();

            // The page's script is an endpoint that says it is for anyone.
            ((IEndpointConventionBuilder)reference).Finally(endpoint =>
            {
                foreach (var open in endpoint.Metadata.OfType<IAllowAnonymous>().ToList())
                {
                    endpoint.Metadata.Remove(open);
                }
            });
        }

        // The page loads its script from here, and offers nothing that would be sent elsewhere.
        reference.MapOpenApi();
        reference.MapScalarApiReference("/reference", page => page
            .WithTitle("VggSweep").DisableDefaultFonts()
            .DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton().DisableTelemetry());
    }
}
