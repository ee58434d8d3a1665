using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Where configuration has a program listen for HTTP: <c>Kestrel:Endpoints</c>, else ASPNETCORE_URLS, else ASPNETCORE_HTTP_PORTS
/// and ASPNETCORE_HTTPS_PORTS. What it really binds is known when it has started.
/// </summary>
public static class ListenAddresses
{
    private const string UrlsKey = "ASPNETCORE_URLS";
    private const int HighestPort = 65_535;

    /// <summary>The addresses, each of them valid, of this machine and free.</summary>
    /// <param name="otherwise">Where it listens when configuration says nothing.</param>
    /// <exception cref="ConfigurationProblemException">An address is none, is not this machine's, or is taken.</exception>
    public static IReadOnlyList<string> Require(IConfiguration configuration, IWebHostBuilder host, string otherwise)
    {
        var given = Given(configuration);
        if (given.Count == 0)
        {
            given = [(UrlsKey, otherwise)];
            host.UseUrls(otherwise);
        }

        foreach (var (key, address) in given)
        {
            RequireBindable(key, address);
        }

        return [.. given.Select(one => one.Address)];
    }

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe || binding.Host is "localhost" || (Ip(binding) is { } ip && IPAddress.IsLoopback(ip));
    }

    private static List<(string Key, string Address)> Given(IConfiguration configuration)
    {
        List<(string, string)> endpoints =
        [
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren()
                .Select(endpoint => endpoint.GetSection("Url"))
                .Select(url => (Settings.Named(url.Path), url.Value ?? "")),
        ];
        List<(string, string)> urls = [.. Split(configuration["urls"]).Select(url => (UrlsKey, url))];
        return endpoints.Count > 0 ? endpoints : urls.Count > 0 ? urls :
        [
            .. Split(configuration["http_ports"]).Select(port => ("ASPNETCORE_HTTP_PORTS", $"http://*:{port}")),
            .. Split(configuration["https_ports"]).Select(port => ("ASPNETCORE_HTTPS_PORTS", $"https://*:{port}")),
        ];
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void RequireBindable(string key, string address)
    {
        var binding = Parse(key, address);
        if (binding.IsUnixPipe)
        {
            return;
        }

        var ip = binding.Host is "localhost" ? IPAddress.Loopback : Ip(binding) ?? IPAddress.Any;
        if (FreePorts.Refusal(new(ip, binding.Port)) is { } refusal)
        {
            throw new ConfigurationProblemException(refusal switch
            {
                SocketError.AddressAlreadyInUse => $"Port {binding.Port} of {address} is in use by another program; "
                    + $"set another port in {key}.",
                SocketError.AddressNotAvailable => $"{key} is '{address}', and this machine has no address "
                    + $"{binding.Host}; give one that it has.",
                SocketError.AccessDenied =>
                    $"{key} is '{address}', and this user may not listen on port {binding.Port}; set a port from 1024.",
                _ => $"{key} is '{address}', which cannot be listened on: {refusal}.",
            });
        }
    }

    private static BindingAddress Parse(string key, string address)
    {
        try
        {
            var binding = BindingAddress.Parse(address);
            if (binding.IsUnixPipe)
            {
                return binding;
            }

            if (binding.Scheme is "http" or "https" && binding.PathBase is "" or "/"
                && binding.Port is >= 0 and <= HighestPort && IsHost(binding.Host))
            {
                return binding;
            }
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new ConfigurationProblemException(
            $"{key} is '{address}', which is not an address to listen on; give one such as http://127.0.0.1:5080.");
    }

    /// <summary>A port that is not a number is left in the host.</summary>
    private static bool IsHost(string host) =>
        host.StartsWith('[') ? host.EndsWith(']') : host.Length > 0 && !host.Contains(':', StringComparison.Ordinal);

    private static IPAddress? Ip(BindingAddress binding) => IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) ? ip : null;
}
