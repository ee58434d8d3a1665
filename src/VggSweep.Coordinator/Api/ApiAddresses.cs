using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>Where the HTTP API listens: on loopback unless told otherwise, and elsewhere only with keys.</summary>
internal static class ApiAddresses
{
    private const string Default = "http://127.0.0.1:5080";

    /// <exception cref="ConfigurationProblemException">An address is open to others without keys, or its port is taken.</exception>
    public static void Require(IConfiguration configuration, IWebHostBuilder host, ApiKeys keys)
    {
        if (ListenAddresses.Require(configuration, host, Default).FirstOrDefault(address => !ListenAddresses.IsLoopback(address)) is { } open && !keys.Any)
        {
            throw new ConfigurationProblemException(
                $"The API would listen on {open}, which others can reach, without a key; set VggSweep__ApiKeyHashes__0 or VggSweep__ApiKeyFile (`vggsweep api-key` makes a key), or a loopback address in ASPNETCORE_URLS.");
        }
    }
}
