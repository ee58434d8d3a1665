using VggSweep.Core.Training;

namespace VggSweep.TestCluster;

/// <summary>A real network that trains in seconds, and the data for it.</summary>
public static class SmallNet
{
    /// <summary>A sweep of that many trials that differ in their seeds.</summary>
    public static string Sweep(string name, int trials, int epochs = 6, int images = 512) =>
        $$"""
        name: {{name}}
        network: { arch: narrow, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, lr: 0.1, epochs: {{epochs}} }
        parameters: { seed: [{{string.Join(", ", Enumerable.Range(1, trials))}}] }
        training: { images: {{images}}, validationImages: 256 }
        limits: { retries: 20 }

        """;

    /// <summary>At the end of a sweep: of the trials that reach so many epochs, and twice as many, the better half goes on.</summary>
    public static string Halving(int minimum) =>
        $$"""
        scheduler: asha
        asha: { form: stopping, rungs: epochs, minimum: {{minimum}}, eta: 2 }

        """;

    /// <summary>A sweep for the trainer that does nothing.</summary>
    public static string Nothing(int trials, int epochs = 1) =>
        $$"""
        name: nothing
        network: { arch: narrow, width: 4, resolution: 32, head: gap, epochs: {{epochs}} }
        parameters: { seed: { int: [1, 1000000000] } }
        search: { method: random, maxTrials: {{trials}} }
        training: { images: 256, validationImages: 256 }

        """;

    /// <exception cref="InvalidOperationException">Fashion-MNIST is nowhere.</exception>
    public static string Data()
    {
        var (debian, cache) = FashionMnistFiles.Folders(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        string[] folders = [debian, cache];
        return folders.FirstOrDefault(folder => FashionMnistFiles.All.All(file => File.Exists(Path.Combine(folder, file.Name))))
            ?? throw new InvalidOperationException("Fashion-MNIST is in none of " + string.Join(" and ", folders) + "; ./test fetches it.");
    }
}
