namespace VggSweep.Core.Networks;

/// <summary>
/// A VGG block: <paramref name="Convolutions"/> 3×3 convolutions of <paramref name="Channels"/> channels, then 2×2 max
/// pooling.
/// </summary>
[GenerateSerializer]
public sealed record Block(int Convolutions, int Channels);
