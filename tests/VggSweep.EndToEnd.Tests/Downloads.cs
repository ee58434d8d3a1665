using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using VggSweep.Cli;
using VggSweep.Cli.Running;
using VggSweep.Core.Training;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Fetching a file from a server on loopback: it is there and right, or not there and a sentence says why.</summary>
public sealed class Downloads
{
    private static readonly byte[] Packed = Gzip([.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * index >> 7))]);
    private static readonly FashionMnistFile File = new("images.gz", Hash(Packed));

    [Fact]
    public async Task A_good_file_is_there_with_its_bytes_and_no_part_of_it_beside()
    {
        using var folder = new TemporaryFolder();
        await FetchAsync(folder, Response(Packed, Packed.Length));
        Assert.Equal(Packed, await System.IO.File.ReadAllBytesAsync(Path.Combine(folder.Path, File.Name)));
        Assert.Single(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task A_part_that_a_kill_left_is_replaced()
    {
        using var folder = new TemporaryFolder();
        folder.Write(File.Name + ".part", new string('x', 2 * Packed.Length));
        await FetchAsync(folder, Response(Packed, length: null));
        Assert.Equal(Packed, await System.IO.File.ReadAllBytesAsync(Path.Combine(folder.Path, File.Name)));
        Assert.Single(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task Another_file_is_refused() =>
        await FailsAsync(Response(Gzip("other"u8.ToArray()), null), "the download has another checksum than Fashion-MNIST's file");

    [Fact]
    public async Task A_page_instead_of_a_file_is_refused() =>
        await FailsAsync(
            Response("<html>Log in to the network</html>"u8.ToArray(), null),
            "the download has another checksum than Fashion-MNIST's file");

    [Fact]
    public async Task A_missing_file_is_told() =>
        await FailsAsync(
            Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            "404 (Not Found)");

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_is_told() =>
        await FailsAsync(Response(Packed[..(Packed.Length / 2)], Packed.Length), "prematurely");

    [Fact]
    public async Task A_file_that_is_cut_where_the_server_named_no_length_is_refused() =>
        await FailsAsync(
            Response(Packed[..(Packed.Length / 2)], length: null),
            "the download has another checksum than Fashion-MNIST's file");

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient();
        var port = FreePorts.Take(1)[0];
        var failure = await Assert.ThrowsAsync<CommandFailure>(() =>
            DataFolders.DownloadAsync(client, new Uri($"http://127.0.0.1:{port}/{File.Name}"), File, folder.Path, new Terminal()));
        IsASentence(failure, "Connection refused");
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task A_good_file_that_is_there_already_outlives_a_failed_download()
    {
        using var folder = new TemporaryFolder();
        folder.Write(File.Name, "good");
        await Assert.ThrowsAsync<CommandFailure>(() => FetchAsync(folder, Response(Packed[..100], Packed.Length)));
        Assert.Equal("good", await System.IO.File.ReadAllTextAsync(Path.Combine(folder.Path, File.Name)));
    }

    [Theory]
    [InlineData(0, 26_421_880L, "  0 % of 26.4 MB")]
    [InlineData(17_800_000, 26_421_880L, " 67 % of 26.4 MB")]
    [InlineData(26_421_880, 26_421_880L, "100 % of 26.4 MB")]
    [InlineData(5_148, null, "5.15 kB")]
    [InlineData(17_860_000, null, "17.9 MB")]
    public void Progress_is_in_percent_and_bytes(long bytes, long? total, string text) =>
        Assert.Equal(text, DownloadProgress.Amount(bytes, total));

    private static async Task FailsAsync(byte[] response, string reason)
    {
        using var folder = new TemporaryFolder();
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => FetchAsync(folder, response));
        IsASentence(failure, reason);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    private static void IsASentence(CommandFailure failure, string reason)
    {
        Assert.Equal(68, failure.ExitCode);
        Assert.StartsWith("Cannot download Fashion-MNIST from http://127.0.0.1:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>From a server that gives every caller the same bytes and closes the connection.</summary>
    private static async Task FetchAsync(TemporaryFolder folder, byte[] response)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, response);
        using var client = new HttpClient();
        var address = new Uri($"http://{listener.LocalEndpoint}/{File.Name}");
        await DataFolders.DownloadAsync(client, address, File, folder.Path, new Terminal());
        await served;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] response)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        await using var stream = caller.GetStream();
        using var request = new StreamReader(stream, leaveOpen: true);
        while (!string.IsNullOrEmpty(await request.ReadLineAsync()))
        {
        }

        await stream.WriteAsync(response);
    }

    private static byte[] Response(byte[] body, int? length)
    {
        var head = $"HTTP/1.1 200 OK\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}Connection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static string Hash(byte[] packed)
    {
        using var bytes = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
