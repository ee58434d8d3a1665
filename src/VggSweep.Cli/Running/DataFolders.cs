using System.IO.Compression;
using System.Security.Cryptography;
using VggSweep.Core.Training;

namespace VggSweep.Cli.Running;

/// <summary>Where Fashion-MNIST is: a given folder, Debian's package, the user's cache, or the project's own address.</summary>
internal static class DataFolders
{
    private const string Debian = "/usr/share/datasets/fashion-mnist";

    /// <summary>As the README of github.com/zalandoresearch/fashion-mnist names it. The checksum makes up for the missing TLS.</summary>
    private const string Address = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    private static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "vggsweep", "fashion-mnist");

    /// <returns>A folder that has all four files, or null.</returns>
    public static string? Find(string? given) =>
        (given is null ? (string[])[Debian, Cache] : [given]).FirstOrDefault(folder => Missing(folder).Count == 0);

    /// <summary>Downloads into the user's cache what is nowhere yet.</summary>
    /// <exception cref="CommandFailure">A given folder lacks a file, or the download failed.</exception>
    public static async Task<string> RequireAsync(string? given)
    {
        if (Find(given) is { } found)
        {
            return Path.GetFullPath(found);
        }

        if (given is not null)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{given} lacks {string.Join(", ", Missing(given))}; leave --data out to have Fashion-MNIST fetched.");
        }

        using var client = new HttpClient();
        foreach (var file in FashionMnistFiles.All.Where(file => !File.Exists(Path.Combine(Cache, file.Name))))
        {
            await DownloadAsync(client, new Uri(Address + file.Name), file, Cache);
        }

        return Cache;
    }

    /// <summary>The file appears in the folder when its content has the right checksum.</summary>
    internal static async Task DownloadAsync(HttpClient client, Uri address, FashionMnistFile file, string folder)
    {
        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, file.Name + ".part");
        try
        {
            Terminal.Say($"Downloading {file.Name} ...");
            await using (var target = File.Create(partial))
            await using (var source = await client.GetStreamAsync(address))
            {
                await source.CopyToAsync(target);
            }

            await using (var packed = new GZipStream(File.OpenRead(partial), CompressionMode.Decompress))
            {
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(packed)) != file.Hash)
                {
                    throw new InvalidDataException("what arrived is not the file of Fashion-MNIST");
                }
            }

            File.Move(partial, Path.Combine(folder, file.Name), overwrite: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidDataException)
        {
            File.Delete(partial);
            throw new CommandFailure(
                ExitCode.NoInput,
                $"Fashion-MNIST could not be fetched from {address}: {exception.Message}. Install Debian's package dataset-fashion-mnist, or name a folder of the four files with --data.");
        }
    }

    private static List<string> Missing(string folder) =>
        [.. FashionMnistFiles.All.Select(file => file.Name).Where(name => !File.Exists(Path.Combine(folder, name)))];
}
