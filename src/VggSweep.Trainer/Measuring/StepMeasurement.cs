using System.Diagnostics;
using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Protocol;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// Training steps on noise, for bench/training: <c>measure reference|fp32|bf16 THREADS key=value...</c>. Reads a number of steps a line and
/// prints their wall and CPU seconds, the process's peak memory and the last loss as JSON. A step resizes its own images.
/// </summary>
internal static class StepMeasurement
{
    internal const int Images = 512;

    /// <summary>
    /// Behind the first steps .NET still compiles its loops anew: in them a small network's step took up to a third
    /// more.
    /// </summary>
    private const int WarmUps = 4;

    public static int Run(string path, int threads, IEnumerable<string> settings)
    {
        set_num_threads(threads);
        ProcessSetup.ReserveSmallBlocks();
        var trial = Trial(settings);
        var shape = TrialNetwork.Of(trial).Value!;
        random.manual_seed(trial.Seed);
        using var network = new TorchNetwork(shape);
        using var optimizer = new SgdOptimizer(network.Parameters, trial);
        using ITrialArithmetic arithmetic = path == "reference"
            ? new EagerArithmetic(network, optimizer)
            : new FastArithmetic(network, optimizer, shape, threads, path == "bf16", trial.BatchSize);
        using var loader = new BatchLoader(trial.BatchSize, trial.Resolution, threads);
        var images = Noise();
        Steps(arithmetic, loader, images, trial, WarmUps);
        Console.WriteLine(JsonSerializer.Serialize(new { version = __version__, macs = shape.Macs }));
        while (Console.ReadLine() is { } line)
        {
            var (wall, cpu) = (Stopwatch.GetTimestamp(), CpuSeconds());
            var loss = Steps(arithmetic, loader, images, trial, int.Parse(line));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds,
                cpuSeconds = CpuSeconds() - cpu,
                peakBytes = MemoryPeak.Bytes(),
                loss,
            }));
        }

        return 0;
    }

    /// <summary>
    /// Of this process so far. .NET's own figure lacks what running threads have used since the scheduler's last
    /// tick.
    /// </summary>
    internal static double CpuSeconds() => Libc.Clock(Libc.ProcessCpuTime, out var time) == 0
        ? time.Seconds + (time.Nanoseconds / 1e9)
        : throw new InvalidOperationException("The process clock is not available.");

    internal static TrialParameters Trial(IEnumerable<string> settings)
    {
        var trial = settings.Select(setting => setting.Split('=', 2)).Aggregate(new TrialParameters(), With);
        return TrialNetwork.Of(trial).Value is null
            ? throw new ArgumentException($"{string.Join(' ', settings)} is not a network.")
            : trial;
    }

    /// <summary>Blocks as <c>blocks=1x16,2x32</c>: convolutions and channels.</summary>
    private static TrialParameters With(TrialParameters trial, string[] setting) => setting is ["blocks", var blocks]
        ? trial with
        {
            Arch = NetworkFactory.OwnBlocks,
            Blocks =
            [
                .. blocks.Split(',').Select(block => block.Split('x')).Select(block => new Block(int.Parse(block[0]), int.Parse(block[1]))),
            ],
        }
        : TrialParameterTable.Find(setting[0]) is { } parameter && setting.Length == 2 && parameter.Kind.Parse(setting[1]) is { } value
            ? parameter.With(trial, value)
            : throw new ArgumentException($"{string.Join('=', setting)} is not a parameter of a trial.");

    internal static LabelledImages Noise()
    {
        var random = Core.SeededRandom.For(1, "noise");
        var pixels = new byte[Images * LabelledImages.ImageSize];
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (byte)(random.NextBits() >> 56);
        }

        return new LabelledImages(pixels, [.. Enumerable.Range(0, Images).Select(image => (byte)(image % 10))]);
    }

    private static double Steps(ITrialArithmetic arithmetic, BatchLoader loader, LabelledImages source, TrialParameters trial, int count)
    {
        loader.Begin(source, [.. Enumerable.Range(0, count * trial.BatchSize).Select(image => image % Images)]);
        var loss = double.NaN;
        for (var step = 0; step < count; step++)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = loader.Load(step * trial.BatchSize, trial.BatchSize);
            arithmetic.Begin(RunningSums.None);
            arithmetic.Step(images, labels, trial.Lr);
            loss = arithmetic.Fetch().MeanLoss;
        }

        return loss;
    }
}
