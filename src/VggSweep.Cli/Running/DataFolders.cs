using VggSweep.Core.Training;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>Where Fashion-MNIST is: a given folder, Debian's package, the user's cache, or the project's own address.</summary>
internal static class DataFolders
{
    /// <summary>As the README of github.com/zalandoresearch/fashion-mnist names it. The checksum makes up for the missing TLS.</summary>
    private const string Address = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    private static (string Debian, string Cache) Usual => FashionMnistFiles.Folders(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <returns>A folder that has all four files, or null.</returns>
    public static string? Find(string? given) =>
        (given is null ? (string[])[Usual.Debian, Usual.Cache] : [given]).FirstOrDefault(folder => Missing(folder).Count == 0);

    /// <summary>Downloads into the user's cache what is nowhere yet.</summary>
    /// <exception cref="CommandFailure">A given folder lacks a file, or the download failed.</exception>
    public static async Task<string> RequireAsync(string? given, Terminal terminal)
    {
        if (Find(given) is { } found)
        {
            return Path.GetFullPath(found);
        }

        if (given is not null)
        {
            throw new CommandFailure(
                ExitCode.NoInput,
                $"{given} lacks {string.Join(", ", Missing(given))}; omit --data to download Fashion-MNIST.");
        }

        Terminal.Say($"Downloading Fashion-MNIST (31 MB) to {Usual.Cache}.");
        using var client = new HttpClient();
        foreach (var file in FashionMnistFiles.All.Where(file => !File.Exists(Path.Combine(Usual.Cache, file.Name))))
        {
            await DownloadAsync(client, new Uri(Address + file.Name), file, Usual.Cache, terminal);
        }

        return Usual.Cache;
    }

    /// <summary>The file appears in the folder when its content has the right checksum.</summary>
    internal static async Task DownloadAsync(HttpClient client, Uri address, FashionMnistFile file, string folder, Terminal terminal)
    {
        var partial = Path.Combine(folder, file.Name + ".part");
        try
        {
            Directory.CreateDirectory(folder);
            await DownloadProgress.ShowAsync(terminal, file.Name, progress => FetchAsync(client, address, partial, progress));
            if (!await DataFolder.HasHashAsync(partial, file.Hash))
            {
                throw new InvalidDataException("the download has another checksum than Fashion-MNIST's file");
            }

            File.Move(partial, Path.Combine(folder, file.Name), overwrite: true);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or TaskCanceledException or InvalidDataException or IOException
                or UnauthorizedAccessException)
        {
            if (Directory.Exists(folder))
            {
                File.Delete(partial);
            }

            throw new CommandFailure(
                ExitCode.NoNetwork,
                $"Cannot download Fashion-MNIST from {address}: {exception.Message.TrimEnd('.')}. "
                + "Install Debian's package dataset-fashion-mnist, or give a folder of the four files with --data.");
        }
    }

    /// <param name="progress">Hears the bytes that have come and those that will, which is null where the server does not say.</param>
    private static async Task FetchAsync(HttpClient client, Uri address, string path, Action<long, long?> progress)
    {
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var target = File.Create(path);
        await using var source = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        for (int count; (count = await source.ReadAsync(buffer)) > 0;)
        {
            await target.WriteAsync(buffer.AsMemory(0, count));
            progress(target.Position, response.Content.Headers.ContentLength);
        }
    }

    private static List<string> Missing(string folder) =>
        [.. FashionMnistFiles.All.Select(file => file.Name).Where(name => !File.Exists(Path.Combine(folder, name)))];
}
