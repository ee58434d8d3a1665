using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>Fashion-MNIST from Debian's package, or where the launchers put it.</summary>
internal static class GivenData
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var (debian, cache) = FashionMnistFiles.Folders(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        string[] places = [debian, cache];
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, FashionMnistFiles.TrainImages.Name)))
            ?? throw new InvalidOperationException($"These tests need Fashion-MNIST in {string.Join(" or ", places)}; ./test fetches it.");
    }
}
