using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VggSweep.Coordinator.Api;

/// <summary>Reads <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class ApiKeyHandler(
    ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "ApiKey";

    private const string Prefix = "Bearer ";

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
        services.AddAuthentication(ApiKeyHandler.Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, configureOptions: null);
        return services;
    }
}
