namespace VggSweep.Core.Networks;

/// <summary>What follows the last feature map.</summary>
public enum Head
{
    /// <summary>Dense, dense, classes: the paper's.</summary>
    Dense,

    /// <summary>Global average pooling and one dense layer.</summary>
    Gap,
}
