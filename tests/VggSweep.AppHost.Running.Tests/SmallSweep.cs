namespace VggSweep.AppHost.Running.Tests;

/// <summary>A real network that trains in seconds.</summary>
internal static class SmallSweep
{
    /// <param name="trials">They differ in their seeds.</param>
    /// <param name="images">Of an epoch: an epoch of 1,024 takes a tenth of a second.</param>
    public static string Of(string name, int trials, int epochs, int images = 1024) =>
        $$"""
        name: {{name}}
        network: { arch: narrow, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, lr: 0.1, epochs: {{epochs}} }
        parameters: { seed: [{{string.Join(", ", Enumerable.Range(1, trials))}}] }
        training: { images: {{images}}, validationImages: 256 }
        """;
}
