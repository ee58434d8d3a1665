using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>Where the HTTP API listens: on loopback unless told otherwise, and elsewhere only with keys.</summary>
internal static class ApiAddresses
{
    public const string Default = "http://127.0.0.1:5080";

    /// <exception cref="ConfigurationProblemException">An address is open to others without keys, or its port is taken.</exception>
    public static void Require(IConfiguration configuration, IWebHostBuilder host, ApiKeys keys)
    {
        var addresses = Addresses(configuration);
        if (addresses.Count == 0)
        {
            addresses = [Default];
            host.UseUrls(Default);
        }

        foreach (var text in addresses)
        {
            var address = BindingAddress.Parse(text);
            var isLoopback = address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!isLoopback && !keys.Any)
            {
                throw new ConfigurationProblemException(
                    $"The API would listen on {text}, which others can reach, without a key; set VggSweep__ApiKeyHashes__0 or VggSweep__ApiKeyFile (`vggsweep api-key` makes a key), or a loopback address in ASPNETCORE_URLS.");
            }

            RequireFree(address, text);
        }
    }

    private static List<string> Addresses(IConfiguration configuration) =>
    [
        .. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. (configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"http://*:{port}"),
    ];

    private static void RequireFree(BindingAddress address, string text)
    {
        try
        {
            if (address.Port != 0)
            {
                using var listener = new TcpListener(IPAddress.Loopback, address.Port);
                listener.Start();
            }
        }
        catch (SocketException)
        {
            throw new ConfigurationProblemException($"Port {address.Port} of the API's address {text} is taken by another program; set another one in ASPNETCORE_URLS.");
        }
    }
}
