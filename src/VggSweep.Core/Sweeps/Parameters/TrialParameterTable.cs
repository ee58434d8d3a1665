using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>
/// Every parameter but the own blocks. Sweep files, samplers, JSON and tables all read this one list. Upper bounds are
/// beyond what a machine trains; they keep the arithmetic of costs from overflowing.
/// </summary>
public static class TrialParameterTable
{
    /// <summary>The greatest whole number that every JSON reader keeps exactly.</summary>
    public const long GreatestSeed = (1L << 53) - 1;

    public const int MostEpochs = 10_000;

    /// <summary>In the order in which they are written.</summary>
    public static IReadOnlyList<TrialParameter> All { get; } =
    [
        new(
            "arch", Architectures(), "vgg11", "The network: a preset, or blocks with network.blocks. Default: vgg11.",
            p => p.Arch, (p, v) => p with { Arch = (string)v }),
        new(
            "width", new ValueKind.Whole(1, 1_024), "16",
            "Channels of the first block; the others scale with it. Default: the network's own.", p => (long?)p.Width,
            (p, v) => p with { Width = Int(v) }),
        new(
            "resolution", new ValueKind.Whole(1, 512), "56", "Side of the input in pixels. Default: 224.",
            p => (long)p.Resolution, (p, v) => p with { Resolution = Int(v) }),
        new(
            "head", ValueKind.Choice.Of<Head>(), "gap",
            "dense: two hidden dense layers; gap: global average pooling. Default: dense.", p => p.Head,
            (p, v) => p with { Head = (Head)v }),
        new(
            "dense", new ValueKind.Whole(1, 65_536), "4096", "Units of the hidden dense layers. Default: 4096.",
            p => (long)p.Dense, (p, v) => p with { Dense = Int(v) }),
        new(
            "batchNorm", new ValueKind.Flag(), "true", "Batch normalization after every convolution. Default: false.",
            p => p.BatchNorm, (p, v) => p with { BatchNorm = (bool)v }),
        new(
            "lr", new ValueKind.Real("a number above 0", 0, IncludesLow: false), "0.1",
            "Learning rate of the first step. Default: 0.01.", p => p.Lr, (p, v) => p with { Lr = (double)v }),
        new(
            "lrSchedule", ValueKind.Choice.Of<LrSchedule>(), "linear",
            "How the learning rate falls from lr to zero at the last step. Default: constant.", p => p.LrSchedule,
            (p, v) => p with { LrSchedule = (LrSchedule)v }),
        new(
            "momentum", FromZeroBelowOne(), "0.9", "Momentum of SGD. Default: 0.", p => p.Momentum,
            (p, v) => p with { Momentum = (double)v }),
        new(
            "weightDecay", new ValueKind.Real("a number from 0", 0), "0.0005",
            "L2 penalty added to the gradient. Default: 0.", p => p.WeightDecay,
            (p, v) => p with { WeightDecay = (double)v }),
        new(
            "batchSize", new ValueKind.Whole(1, TrainingSpec.AvailableImages), "128", "Images per step. Default: 128.",
            p => (long)p.BatchSize, (p, v) => p with { BatchSize = Int(v) }),
        new(
            "dropout", FromZeroBelowOne(), "0.5", "Rate of the dropout layers of the dense head. Default: 0.5.",
            p => p.Dropout, (p, v) => p with { Dropout = (double)v }),
        new(
            "seed", new ValueKind.Whole(0, GreatestSeed), "1", "Seed of weights, shuffling and dropout. Default: 0.",
            p => p.Seed, (p, v) => p with { Seed = (long)v }),
        new(
            "epochs", new ValueKind.Whole(1, MostEpochs), "10", "Passes over the training images. Default: 10.",
            p => (long)p.Epochs, (p, v) => p with { Epochs = Int(v) }),
        new(
            "precision", ValueKind.Choice.Of<Precision>(), "auto",
            "Arithmetic: fp32, bf16 with fp32 master weights, or auto. Default: fp32.", p => p.Precision,
            (p, v) => p with { Precision = (Precision)v })
        {
            LeftOut = Precision.Fp32,
        },
    ];

    private static readonly Dictionary<string, TrialParameter> ByKey = All.ToDictionary(parameter => parameter.Key);

    /// <summary>The parameter of that key, or null.</summary>
    public static TrialParameter? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The parameter of a key that is known to be one.</summary>
    public static TrialParameter Of(string key) => ByKey[key];

    /// <exception cref="OverflowException">Only a stored value can be out of range; a sweep file's has been checked.</exception>
    private static int Int(object value) => checked((int)(long)value);

    private static ValueKind.Real FromZeroBelowOne() => new("a number from 0 and below 1", 0, Below: 1);

    private static ValueKind.Choice Architectures() => new(NetworkFactory.Names.ToDictionary(name => name, name => (object)name));
}
