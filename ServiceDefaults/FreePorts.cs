using System.Net;
using System.Net.Sockets;

namespace VggSweep.ServiceDefaults;

/// <summary>Loopback ports that nobody listens on, so that several programs run side by side on one machine.</summary>
public static class FreePorts
{
    public static int[] Take(int count)
    {
        // All are open at once, or the system might hand out the same one twice.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
