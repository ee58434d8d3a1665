using System.Net;
using System.Net.Sockets;

namespace VggSweep.ServiceDefaults;

/// <summary>Ports that nobody listens on, so that several programs run side by side on one machine.</summary>
public static class FreePorts
{
    /// <summary>Ports that are free on every address of this machine.</summary>
    public static int[] Take(int count)
    {
        // All are open at once, or the system might hand out the same one twice.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    /// <summary>Why this machine cannot listen there; null when it can.</summary>
    public static SocketError? Refusal(IPEndPoint endpoint)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }
}
