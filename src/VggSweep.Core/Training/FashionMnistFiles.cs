namespace VggSweep.Core.Training;

/// <summary>The four files of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017, MIT licence).</summary>
public static class FashionMnistFiles
{
    /// <summary>Images that trials train and choose on.</summary>
    public const int TrainingImages = 60_000;

    /// <summary>Images that each trial sees once, at its end.</summary>
    public const int TestImages = 10_000;

    /// <summary>Side of an image in pixels.</summary>
    public const int Side = 28;

    public static readonly FashionMnistFile TrainImages = new(
        "train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888");
    public static readonly FashionMnistFile TrainLabels = new(
        "train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9");
    public static readonly FashionMnistFile TestImagesFile = new(
        "t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b");
    public static readonly FashionMnistFile TestLabels = new(
        "t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    public static readonly IReadOnlyList<FashionMnistFile> All = [TrainImages, TrainLabels, TestImagesFile, TestLabels];

    /// <summary>Where the files may be without being named: Debian's package, then the user's cache, where downloads go.</summary>
    /// <param name="xdgCacheHome">The variable XDG_CACHE_HOME.</param>
    /// <param name="userProfile">The user's home.</param>
    public static (string Debian, string Cache) Folders(string? xdgCacheHome, string userProfile) => (
        "/usr/share/datasets/fashion-mnist",
        Path.Combine(xdgCacheHome is { Length: > 0 } ? xdgCacheHome : Path.Combine(userProfile, ".cache"), "vggsweep", "fashion-mnist"));
}

/// <param name="Hash">SHA-256 of what the gzip file holds, lower-case hex: the same for every way of packing it.</param>
public sealed record FashionMnistFile(string Name, string Hash);
