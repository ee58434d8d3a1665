using System.Net;
using System.Net.Sockets;

namespace VggSweep.Cli.Running;

/// <summary>Two loopback ports that nobody listens on, so that two homes can run side by side.</summary>
internal static class FreePorts
{
    public static (int Silo, int Gateway) Take()
    {
        // Both are open at once, or the system might hand out the same one twice.
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
