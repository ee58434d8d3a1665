using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>Fashion-MNIST from Debian's package, or where the launchers put it.</summary>
internal static class GivenData
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(home, ".cache");
        string[] places = ["/usr/share/datasets/fashion-mnist", Path.Combine(cache, "vggsweep", "fashion-mnist")];
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, FashionMnistFiles.TrainImages.Name)))
            ?? throw new InvalidOperationException($"These tests need Fashion-MNIST in {string.Join(" or ", places)}; ./test fetches it.");
    }
}
