using System.IO.Compression;
using System.Security.Cryptography;
using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>Checks the files of Fashion-MNIST by their hashes, which takes half a second.</summary>
public static class DataFolder
{
    /// <returns>What is wrong with the first file that is missing, damaged or unreadable; null when all are as they should be.</returns>
    public static async Task<string?> FaultOfAsync(string folder)
    {
        foreach (var file in FashionMnistFiles.All)
        {
            var path = Path.Combine(folder, file.Name);
            try
            {
                if (!await HasHashAsync(path, file.Hash))
                {
                    return $"{path} is not a Fashion-MNIST file, or is truncated or changed; delete it, and the "
                        + "next run downloads it again";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return $"{path} cannot be read: {exception.Message.TrimEnd('.')}";
            }
        }

        return null;
    }

    /// <param name="hash">Of what the gzip file holds.</param>
    public static async Task<bool> HasHashAsync(string path, string hash)
    {
        try
        {
            await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(packed)) == hash;
        }
        catch (InvalidDataException)
        {
            return false; // No gzip at all: the page of a hotel's network.
        }
    }
}
