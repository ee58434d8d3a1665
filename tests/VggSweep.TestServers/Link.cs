using System.Net;
using System.Net.Sockets;

namespace VggSweep.TestServers;

/// <summary>
/// The way from one process to a server: a port of ours, whose connections go on to the server's. While it is cut no byte
/// passes in either direction and no connection ends, as with a cable that is pulled out.
/// </summary>
public sealed class Link : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener listener;
    private readonly IPEndPoint server;
    private volatile TaskCompletionSource? cut;

    /// <param name="listen">Where the process connects to; port 0 for any free one.</param>
    /// <param name="server">Where it comes out.</param>
    public Link(IPEndPoint listen, IPEndPoint server)
    {
        this.server = server;
        listener = new TcpListener(listen);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut() => cut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        var held = cut;
        cut = null;
        held?.SetResult();
    }

    public void Dispose()
    {
        listener.Dispose();
        Mend();
    }

    private Task PassableAsync() => cut?.Task ?? Task.CompletedTask;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            try
            {
                await PassableAsync();
                await far.ConnectAsync(server);
                var (inward, outward) = (PumpAsync(near.GetStream(), far.GetStream()), PumpAsync(far.GetStream(), near.GetStream()));
                await await Task.WhenAny(inward, outward);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // One end is gone: the other one sees its connection end.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
        {
            await PassableAsync();
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
