using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace VggSweep.ServiceDefaults;

/// <summary>Ports that nobody listens on, so that several programs run side by side on one machine.</summary>
public static class FreePorts
{
    /// <summary>The ports that Linux gives outgoing connections begin here by default.</summary>
    private const int FirstEphemeral = 32_768;

    private const int Lowest = 20_000;
    private const int Tries = 100;

    /// <summary>Ports that are free on every address of this machine.</summary>
    /// <remarks>
    /// Below those of outgoing connections, one of which might take the port before the program that asked listens there.
    /// </remarks>
    public static int[] Take(int count)
    {
        // All are open at once, or the same one might come twice.
        var listeners = Enumerable.Range(0, count).Select(_ => Open()).ToList();
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

    private static TcpListener Open()
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var listener = new TcpListener(IPAddress.Any, RandomNumberGenerator.GetInt32(Lowest, FirstEphemeral));
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException)
            {
                listener.Dispose();
            }
        }

        var any = new TcpListener(IPAddress.Any, 0);
        any.Start();
        return any;
    }
}
