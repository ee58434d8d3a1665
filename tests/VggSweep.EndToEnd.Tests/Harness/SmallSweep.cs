namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>
/// Sweeps that train for real in seconds, with everything on that makes resuming hard: dropout, momentum, batch
/// normalization.
/// </summary>
internal static class SmallSweep
{
    public static string Yaml(int epochs = 4, int checkpointEvery = 1, int images = 512, string widths = "[4, 8]") => $"""
        name: small
        network:
          blocks: [[1, 4], [1, 8]]
          resolution: 28
          dense: 16
          batchNorm: true
          batchSize: 64
          lr: 0.05
          momentum: 0.9
          dropout: 0.3
          epochs: {epochs}
        parameters:
          width: {widths}
        training:
          images: {images}
          validationImages: 200
          checkpointEvery: {checkpointEvery}
        """;
}
