using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VggSweep.Coordinator.Api;

/// <summary>Reads <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class ApiKeyHandler(
    ApiKeys keys, IProblemDetailsService problems,
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "ApiKey";

    private const string Prefix = "Bearer ";

    /// <summary>RFC 6750, section 3: a key that is wrong is told apart from none.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isWrong = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"VggSweep\"{(isWrong ? ", error=\"invalid_token\"" : "")}";
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = Context,
            ProblemDetails =
            {
                Detail = $"{(isWrong ? "The API key is not known" : "An API key is needed")}; send one as `Authorization: Bearer KEY`.",
            },
        });
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        return Task.FromResult(
            !header.StartsWith(Prefix, StringComparison.Ordinal) ? AuthenticateResult.NoResult()
            : !keys.Accept(header[Prefix.Length..].Trim()) ? AuthenticateResult.Fail("The key is not known.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([], Name)), Name)));
    }
}

internal static class ApiKeyRegistration
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services, ApiKeys keys)
    {
        services.AddSingleton(keys).AddAuthorization();
        services.AddAuthentication(ApiKeyHandler.Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(
            ApiKeyHandler.Name, configureOptions: null);
        return services;
    }
}
