using System.Globalization;

namespace VggSweep.Core.Sweeps;

/// <summary>How asynchronous successive halving compares trials (Li et al. 2020).</summary>
public sealed record AshaSpec
{
    /// <summary>Default: promotion.</summary>
    public AshaForm Form { get; init; } = AshaForm.Promotion;

    /// <summary>In what rungs are counted. Default: epochs.</summary>
    public RungResource Rungs { get; init; } = RungResource.Epochs;

    /// <summary>Of the resource, to the first rung; the paper's r. Default: 1 epoch; rungs in MACs have none.</summary>
    public double Minimum { get; init; } = 1;

    /// <summary>Each rung lies so many times as far as the one before, and one in so many goes on there; the paper's η. Default: 3.</summary>
    public int Eta { get; init; } = 3;

    /// <summary>
    /// Epochs that every trial trains before it is compared with others; the rungs that it has passed by then it enters at
    /// their end. Default: 1.
    /// </summary>
    public int Grace { get; init; } = 1;

    /// <summary>Of the resource, to a rung from 0.</summary>
    public double ResourceOf(int rung) => Minimum * Math.Pow(Eta, rung);

    /// <summary>As <c>3 epochs</c> or <c>9E+12 MACs</c>.</summary>
    public string ResourceText(int rung) => Rungs is RungResource.Epochs
        ? string.Create(CultureInfo.InvariantCulture, $"{ResourceOf(rung):0} {(ResourceOf(rung) == 1 ? "epoch" : "epochs")}")
        : string.Create(CultureInfo.InvariantCulture, $"{ResourceOf(rung):0.###E+0} MACs");
}

public enum AshaForm
{
    /// <summary>A trial that is not among the best pauses, and goes on when it is.</summary>
    Promotion,

    /// <summary>A trial that is not among the best ends.</summary>
    Stopping,
}

public enum RungResource
{
    Epochs,

    /// <summary>Multiply-accumulates of the trial's training so far: fair between networks of different cost.</summary>
    Macs,
}
