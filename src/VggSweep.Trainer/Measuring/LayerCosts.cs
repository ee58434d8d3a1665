using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Trainer.Protocol;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// Times the stages of a few steps of four trials, and prints what their kinds of layers cost: <c>costs THREADS</c>. By the
/// threads' processor time, which is the wall's where they have their cores to themselves, and on a busy machine says the same.
/// </summary>
internal static class LayerCosts
{
    private const int Steps = 5;

    private static readonly TrialParameters[] Trials =
    [
        new() { Arch = "vgg11", Width = 16, Resolution = 32, Dense = 2048, BatchSize = 32 },
        new() { Arch = "vgg11", Width = 16, Resolution = 32, Dense = 2048, BatchSize = 128 },
        new() { Arch = "vgg11", Width = 16, Resolution = 96, Dense = 1024, BatchSize = 64 },
        new() { Arch = "vgg11", Width = 32, Resolution = 64, Dense = 512, BatchNorm = true, BatchSize = 64 },
    ];

    public static int Run(int threads)
    {
        set_num_threads(threads);
        ProcessSetup.ReserveSmallBlocks();
        LayerRates Rates(bool inBf16) => LayerRates.Fit([.. Trials.SelectMany(trial => Measure(trial, threads, inBf16))]);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new { Fp32 = Rates(false), Bf16 = Processor.HasBf16 ? Rates(true) : null }, JsonSerializerOptions.Web));
        return 0;
    }

    /// <returns>A layer for each stage; a stage of several layers stands for its first, which is the work.</returns>
    private static List<(LayerShape Layer, int Images, double Seconds)> Measure(TrialParameters trial, int threads, bool inBf16)
    {
        using var stages = new TimedStages(trial, threads, inBf16, () => StepMeasurement.CpuSeconds() / threads);
        return
        [
            .. stages.Layers.Zip(
                stages.BestOf(Steps),
                (layers, seconds) => (layers[0], trial.BatchSize, seconds.Forward + seconds.Backward)),
        ];
    }
}
