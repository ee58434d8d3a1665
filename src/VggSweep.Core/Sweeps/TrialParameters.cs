using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps;

/// <summary>
/// One configuration and seed: everything that distinguishes a trial from the others of its sweep.
/// The defaults are the chapter's training of VGG-11.
/// </summary>
[GenerateSerializer]
public sealed record TrialParameters
{
    /// <summary>A preset's name, or <c>blocks</c> when <see cref="Blocks"/> says the shape.</summary>
    [Id(0)] public string Arch { get; init; } = "vgg11";

    /// <summary>Own blocks instead of a preset. Default: none.</summary>
    [Id(1)] public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>Channels of the first block; the others scale with it. Default: the preset's own.</summary>
    [Id(2)] public int? Width { get; init; }

    /// <summary>Side of the square input in pixels. Default: 224.</summary>
    [Id(3)] public int Resolution { get; init; } = 224;

    /// <summary>Default: dense.</summary>
    [Id(4)] public Head Head { get; init; } = Head.Dense;

    /// <summary>Units of the two hidden dense layers; unused by the gap head. Default: 4096.</summary>
    [Id(5)] public int Dense { get; init; } = 4096;

    /// <summary>Batch normalization behind every convolution. Default: false.</summary>
    [Id(6)] public bool BatchNorm { get; init; }

    /// <summary>Learning rate of the first step. Default: 0.01.</summary>
    [Id(7)] public double Lr { get; init; } = 0.01;

    /// <summary>Default: constant.</summary>
    [Id(8)] public LrSchedule LrSchedule { get; init; } = LrSchedule.Constant;

    /// <summary>Default: 0.</summary>
    [Id(9)] public double Momentum { get; init; }

    /// <summary>L2 penalty added to the gradient. Default: 0.</summary>
    [Id(10)] public double WeightDecay { get; init; }

    /// <summary>Images a step. Default: 128.</summary>
    [Id(11)] public int BatchSize { get; init; } = 128;

    /// <summary>Rate of the dropout layers of the dense head. Default: 0.5.</summary>
    [Id(12)] public double Dropout { get; init; } = 0.5;

    /// <summary>Seeds weights, shuffling and dropout. Default: 0.</summary>
    [Id(13)] public long Seed { get; init; }

    /// <summary>Passes over the training images. Default: 10.</summary>
    [Id(14)] public int Epochs { get; init; } = 10;

    /// <summary>Default: fp32.</summary>
    [Id(15)] public Precision Precision { get; init; }

    /// <summary>
    /// A name for what is trained, the same in every sweep: 16 hex digits of the SHA-256 of these parameters and the
    /// images that they are trained and judged on. The numerics of the machine are not in it.
    /// </summary>
    public string Identity(TrainingSpec training)
    {
        var images = string.Create(
            CultureInfo.InvariantCulture, $"{training.CountTrainingImages()}/{training.ValidationImages}/{training.Seed}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(TrialParametersJson.Write(this) + images));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }
}
