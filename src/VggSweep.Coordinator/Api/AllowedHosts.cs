using System.Net;
using Microsoft.AspNetCore.Http;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>The hosts by which the API may be asked, and the origins whose pages may change something.</summary>
internal sealed class AllowedHosts
{
    private const string Key = "VggSweep__AllowedHosts";
    private const string Localhost = "localhost";

    private readonly IReadOnlyList<HostString> named;
    private readonly bool takesAny;

    private AllowedHosts(IReadOnlyList<HostString> named, bool takesAny) => (this.named, this.takesAny) = (named, takesAny);

    /// <remarks>Where there are keys a page that reaches us under a name of its own has no key to show.</remarks>
    /// <exception cref="ConfigurationProblemException">A host is none.</exception>
    public static AllowedHosts Read(CoordinatorOptions options, ApiKeys keys) =>
        new([.. options.AllowedHosts.Select(ReadHost)], takesAny: keys.Any && options.AllowedHosts.Count == 0);

    /// <param name="host">The header <c>Host</c>; its port is no matter.</param>
    public bool Takes(HostString host) =>
        takesAny || IsLoopback(host.Host) || named.Any(one => one.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a page of this origin is one of ours: of the host that it asks, or of a named one.</summary>
    /// <param name="origin">The header <c>Origin</c>, as <c>https://sweeps.example.org</c>.</param>
    /// <remarks>A proxy may have taken off TLS, so the schemes are not compared.</remarks>
    public bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            && named.Append(host).Any(one => IsSame(one, page));

    private static bool IsSame(HostString host, Uri page) => host.HasValue
        && host.Host.Trim('[', ']').Equals(page.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? port == page.Port : page.IsDefaultPort);

    private static bool IsLoopback(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static HostString ReadHost(string text, int index) =>
        !text.EndsWith('/') && Uri.TryCreate($"http://{text}", UriKind.Absolute, out var url)
            && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? HostString.FromUriComponent(text)
            : throw new ConfigurationProblemException(
                $"{Key}__{index} is '{text}'; give a host name, such as sweeps.example.org or sweeps.example.org:8443.");
}
