using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps;

/// <summary>The network that a trial trains on Fashion-MNIST: one channel, ten classes.</summary>
public static class TrialNetwork
{
    public const int Channels = 1;
    public const int Classes = 10;

    /// <summary>The trial's network at its resolution; not good when a sweep file should have been refused.</summary>
    public static NetworkResult<NetworkShape> Of(TrialParameters trial)
    {
        var network = NetworkFactory.Build(Request(trial));
        return network.IsGood
            ? NetworkShape.Infer(network.Value, Channels, trial.Resolution)
            : NetworkResult.Bad<NetworkShape>(network.Message, network.Fix);
    }

    /// <summary>The parameters with the width that the network has anyway, and with blocks only where they are used.</summary>
    public static TrialParameters Resolve(TrialParameters trial)
    {
        var blocks = trial.Arch == NetworkFactory.OwnBlocks ? trial.Blocks : null;
        var first = (blocks ?? Preset.Find(trial.Arch)?.Blocks)?[0].Channels;
        return trial with { Blocks = blocks, Width = trial.Width ?? first };
    }

    internal static NetworkRequest Request(TrialParameters trial) => new(
        trial.Arch, trial.Blocks, trial.Width, Classes, trial.Head, trial.Dense, trial.BatchNorm, trial.Dropout);
}
