using System.IO.Compression;
using System.Security.Cryptography;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Data;

/// <summary>A set of 28×28 grey images as bytes, with their labels from 0 to 9.</summary>
/// <param name="Pixels">Image after image, row after row.</param>
internal sealed record LabelledImages(byte[] Pixels, byte[] Labels)
{
    public const int ImageSize = FashionMnistFiles.Side * FashionMnistFiles.Side;

    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * ImageSize, ImageSize);
}

/// <summary>Fashion-MNIST in memory: 55 MB.</summary>
internal sealed record FashionMnist(LabelledImages Train, LabelledImages Test)
{
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    /// <exception cref="DataProblemException">A file is missing, cut off or changed.</exception>
    public static FashionMnist Open(string folder) => new(
        Read(folder, FashionMnistFiles.TrainImages, FashionMnistFiles.TrainLabels, FashionMnistFiles.TrainingImages),
        Read(folder, FashionMnistFiles.TestImagesFile, FashionMnistFiles.TestLabels, FashionMnistFiles.TestImages));

    private static LabelledImages Read(string folder, FashionMnistFile images, FashionMnistFile labels, int count) => new(
        Read(folder, images, ImageHeader, count * LabelledImages.ImageSize), Read(folder, labels, LabelHeader, count));

    /// <summary>The content without its IDX header; the hash vouches for its length and its form.</summary>
    private static byte[] Read(string folder, FashionMnistFile file, int header, int size)
    {
        var path = Path.Combine(folder, file.Name);
        try
        {
            // Straight into arrays of the right size: larger copies on the way stayed in the process for good, 0.13 GB.
            using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (start, content) = (new byte[header], new byte[size]);
            var isWhole = packed.ReadAtLeast(start, header, throwOnEndOfStream: false) == header
                && packed.ReadAtLeast(content, size, throwOnEndOfStream: false) == size
                && packed.ReadByte() < 0;
            hash.AppendData(start);
            hash.AppendData(content);
            return isWhole && Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Hash
                ? content
                : throw new DataProblemException(
                    $"{path} is not a Fashion-MNIST file, or is truncated or changed; delete it, and the next run downloads it again.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataProblemException(
                $"{path} is missing; name the folder of the four files with --data, or omit it to download them.",
                exception);
        }
        catch (InvalidDataException exception)
        {
            throw new DataProblemException(
                $"{path} is not a gzip file, or is truncated; delete it, and the next run downloads it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataProblemException(
                $"{path} cannot be read: {exception.Message.TrimEnd('.')}; make it readable, or name another folder with --data.",
                exception);
        }
    }
}
