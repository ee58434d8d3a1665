using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace VggSweep.ServiceDefaults;

/// <summary>Where a program listens for HTTP: what ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS say.</summary>
public static class ListenAddresses
{
    /// <summary>The addresses, each of them free.</summary>
    /// <param name="otherwise">Where it listens when configuration says nothing.</param>
    /// <exception cref="ConfigurationProblemException">A port is taken.</exception>
    public static IReadOnlyList<string> Require(IConfiguration configuration, IWebHostBuilder host, string otherwise)
    {
        List<string> addresses = [.. Split(configuration["urls"]), .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}")];
        if (addresses.Count == 0)
        {
            addresses = [otherwise];
            host.UseUrls(otherwise);
        }

        addresses.ForEach(RequireFree);
        return addresses;
    }

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void RequireFree(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.Port != 0 && FreePorts.Refusal(new(AddressOf(binding.Host), binding.Port)) is SocketError.AddressAlreadyInUse)
        {
            throw new ConfigurationProblemException($"Port {binding.Port} of {address} is taken by another program; set another one in ASPNETCORE_URLS.");
        }
    }

    /// <summary>Kestrel listens on every address for whatever is neither an address nor localhost.</summary>
    private static IPAddress AddressOf(string host) =>
        host is "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : IPAddress.Any;
}
