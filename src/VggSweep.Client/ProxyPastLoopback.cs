using System.Net;

namespace VggSweep.Client;

/// <summary>The proxy of the environment, but never for this machine: no proxy elsewhere can reach our loopback.</summary>
internal sealed class ProxyPastLoopback(IWebProxy environment) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || environment.IsBypassed(host);
}
