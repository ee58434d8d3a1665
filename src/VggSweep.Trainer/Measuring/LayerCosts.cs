using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Protocol;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// Times the stages of a few steps of two networks, and prints what their kinds of layers cost: <c>costs THREADS</c>. The best of
/// the steps counts: what else the machine does makes a step longer and never shorter.
/// </summary>
internal static class LayerCosts
{
    private const int Images = 64;
    private const int Steps = 5;

    private static readonly TrialParameters[] Trials =
    [
        new() { Arch = "vgg11", Width = 16, Resolution = 32, Dense = 2048, BatchSize = Images },
        new() { Arch = "vgg11", Width = 16, Resolution = 96, Dense = 1024, BatchSize = Images },
        new() { Arch = "vgg11", Width = 32, Resolution = 64, Dense = 512, BatchNorm = true, BatchSize = Images },
    ];

    public static int Run(int threads)
    {
        ProcessSetup.KeepFreedMemory();
        set_num_threads(threads);
        ProcessSetup.ReserveSmallBlocks();
        LayerRates Rates(bool inBf16) => LayerRates.Fit([.. Trials.SelectMany(trial => Measure(trial, threads, inBf16))], Images);
        Console.WriteLine(JsonSerializer.Serialize(new { Fp32 = Rates(false), Bf16 = Processor.HasBf16 ? Rates(true) : null }, JsonSerializerOptions.Web));
        return 0;
    }

    /// <returns>A layer for each stage; a stage of several layers stands for its first, which is the work.</returns>
    private static IEnumerable<(LayerShape Layer, double Seconds)> Measure(TrialParameters trial, int threads, bool inBf16)
    {
        var shape = TrialNetwork.Of(trial).Value!;
        var weights = new List<Weight>();
        using var network = new TorchNetwork(shape);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        var builder = new StageBuilder(network, optimizer, shape, new Lanes(threads), inBf16 ? ScalarType.BFloat16 : ScalarType.Float32, weights);
        var stages = builder.Build();
        var best = stages.Select(_ => double.PositiveInfinity).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var seconds = Step(stages, shape);
            best = [.. best.Zip(seconds, Math.Min)];
        }

        weights.ForEach(weight => weight.Dispose());
        return [.. builder.Starts.Zip(best, (start, seconds) => (shape.Layers[start.Layer], seconds))];
    }

    private static double[] Step(List<Stage> stages, NetworkShape shape)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var seconds = new double[stages.Count];
        var value = rand(Images, shape.Resolution, shape.Resolution, 1);
        stages.ForEach(stage => stage.Begin(Images));
        for (var index = 0; index < stages.Count; index++)
        {
            var begun = Stopwatch.GetTimestamp();
            value = stages[index].Forward(value, isTraining: true);
            seconds[index] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        using var small = 1e-3.ToScalar();
        Tensor? gradient = randn_like(value).mul_(small);
        for (var index = stages.Count - 1; index >= 0; index--)
        {
            var begun = Stopwatch.GetTimestamp();
            gradient = stages[index].Backward(gradient!, new StepTerms(new Sgd(1e-3f, 0, 0), IsFirst: true, IsLast: true));
            seconds[index] += Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        return seconds;
    }
}
