using System.Diagnostics;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Protocol;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// What the trainer does on a device, claim by claim with its figure: <c>selftest cpu|cuda</c>. On the CPU it goes the same way, by
/// resident images and libtorch's differentiation.
/// </summary>
internal sealed partial class SelfTest
{
    private const double MostFp32Difference = 2e-4;
    private const double MostBf16Difference = 0.06;

    /// <summary>Of a product of 512 by 512: TF32 rounds to 10 bits, fp32 to 23.</summary>
    private const double LeastTf32Error = 3e-5;

    private static readonly TrialParameters Small = new()
    {
        Arch = "vgg11",
        Width = 8,
        Resolution = 32,
        Dense = 256,
        Lr = 0.01,
        BatchSize = 32,
        Dropout = 0,
        Seed = 3,
    };

    /// <summary>A step that a fast device computes for longer than it takes to ask for it: 0.7 TFLOP.</summary>
    private static readonly TrialParameters Large = Small with { Width = 32, Resolution = 112, BatchSize = 256 };

    private static readonly ArithmeticPath InTf32 = ArithmeticPath.Plain with { InTf32 = true };
    private static readonly ArithmeticPath InBf16 = InTf32 with { InBf16 = true };

    private readonly LabelledImages noise = StepMeasurement.Noise();
    private readonly Device device;
    private readonly bool isCuda;

    private SelfTest(bool isCuda) => (this.isCuda, device) = (isCuda, isCuda ? CUDA : CPU);

    /// <returns>0 when all is good. Without the device no other claim is tried.</returns>
    public static int Run(string device)
    {
        using var output = new StreamWriter(ProcessSetup.TakeStandardOutput()) { AutoFlush = true };
        var (isCuda, areGood) = (device == "cuda", true);
        foreach (var claim in All(isCuda))
        {
            output.WriteLine(claim.ToLine());
            if (!claim.IsGood && claim.Name == "device")
            {
                return 1;
            }

            areGood &= claim.IsGood;
        }

        return areGood ? 0 : 1;
    }

    /// <summary>One after another: without the device no later claim can be tried.</summary>
    private static IEnumerable<Claim> All(bool isCuda)
    {
        yield return Check("loads", () => (true, ExternalLibtorch.Loaded?.Text ?? $"libtorch {__version__}, as the trainer ships it"));
        yield return Check(
            "symbols",
            () => (
                true,
                ExternalLibtorch.CheckedSymbols is > 0 and var count
                    ? $"all {count} that TorchSharp needs are there"
                    : "the libtorch that TorchSharp was built for"));
        yield return Check("device", () => Found(isCuda));
        foreach (var claim in new SelfTest(isCuda).Claims())
        {
            yield return claim;
        }
    }

    private IEnumerable<Claim> Claims()
    {
        // First: libtorch keeps what it has taken, and later it has taken more.
        yield return Check("memory", Memory);
        yield return Check("parity", () => Parity.Check(device));
        yield return Check("tf32", Tf32);
        yield return Check("resize", Resize);
        yield return Check("fp32", () => Step(ArithmeticPath.Plain, 0, MostFp32Difference));

        // The least says that it is bf16 indeed.
        yield return Check("bf16", () => Step(ArithmeticPath.Plain with { InBf16 = true }, 1e-7, MostBf16Difference));
        yield return Check("resume", Resume);
        yield return Check("tuned", Tuned);
        yield return Check("no wait", NoWait);
        yield return Check("refusal", OutOfMemory);
        yield return Check("retry", Retry);
        yield return Check("speed", Speed);
    }

    private static (bool IsGood, string Message) Found(bool isCuda) => !isCuda ? (true, "the processor")
        : !cuda.is_available() ? (
            false,
            "libtorch finds no CUDA device; build the trainer with -p:TorchBackend=external (the machine's PyTorch) "
            + "or cuda, look at nvidia-smi and CUDA_VISIBLE_DEVICES; nothing else was tried")
        : (
            cuda.device_count() == 1 && cuda.is_cudnn_available(),
            $"{cuda.device_count()} CUDA device visible (wanted 1), cuDNN {(cuda.is_cudnn_available() ? "is" : "is not")} there");

    private (bool IsGood, string Message) Tf32()
    {
        random.manual_seed(1);
        var (left, right) = (rand(512, 512), rand(512, 512));
        var exact = mm(left.to(ScalarType.Float64), right.to(ScalarType.Float64));
        double Error(bool isOn)
        {
            (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (isOn, isOn);
            var product = mm(left.to(device), right.to(device)).cpu().to(ScalarType.Float64);
            return ((product - exact).norm() / exact.norm()).item<double>();
        }

        var (off, on) = (Error(false), Error(true));
        var isSet = backends.cuda.matmul.allow_tf32 && backends.cudnn.allow_tf32;
        return (isSet && off < LeastTf32Error && (!isCuda || on > LeastTf32Error),
            $"switched {(isSet ? "on" : "off")}; a product's relative error is {on:0.0e+0} with it and "
            + $"{off:0.0e+0} without{(isCuda ? "" : ": processors have none")}");
    }

    private (bool IsGood, string Message) Resize()
    {
        int[] resolutions = [20, 32, 56, 224];
        var (differ, all) = (0L, 0L);
        foreach (var resolution in resolutions)
        {
            using var host = new BatchLoader(Small.BatchSize, resolution, threads: 1);
            using var resident = new ResidentImages(device, resolution);
            var (expected, actual) = (First(host), First(resident).cpu());
            (differ, all) = (differ + expected.ne(actual).sum().item<long>(), all + expected.numel());
        }

        return (differ == 0, $"{differ} of {all} pixels differ from the processor's, at {string.Join(", ", resolutions)}");

        Tensor First(IBatches batches)
        {
            batches.Begin(noise, [.. Enumerable.Range(0, Small.BatchSize)]);
            return batches.Load(0, Small.BatchSize).Images;
        }
    }

    private (bool IsGood, string Message) Step(ArithmeticPath path, double least, double most)
    {
        const int Steps = 20;
        using var host = new NoiseTraining(
            Small, CPU, new BatchLoader(Small.BatchSize, Small.Resolution, threads: 1), ArithmeticPath.Plain, noise);
        using var resident = new NoiseTraining(Small, device, new ResidentImages(device, Small.Resolution), path, noise);
        var difference = 0.0;
        for (var step = 0; step < Steps; step++)
        {
            host.Queue(1);
            resident.Queue(1);
            var apart = Math.Abs(host.Wait().MeanLoss - resident.Wait().MeanLoss);
            difference = double.IsFinite(apart) ? Math.Max(difference, apart) : double.PositiveInfinity;
        }

        return (
            difference >= least && difference <= most,
            $"after {Steps} steps the losses differ by {difference:0.0e+0} from the processor's in fp32 (at most {most:0.0e+0})");
    }

    /// <summary>
    /// Asking for steps takes a fraction of computing them, unless something in them waits. Few steps: a full queue
    /// waits too.
    /// </summary>
    private (bool IsGood, string Message) NoWait()
    {
        const int Steps = 3;
        var trial = isCuda ? Large : Small;
        using var training = new NoiseTraining(trial, device, new ResidentImages(device, trial.Resolution), InTf32, noise);
        training.Queue(Steps);
        training.Wait();
        var begun = Stopwatch.GetTimestamp();
        training.Queue(Steps);
        var queued = Stopwatch.GetElapsedTime(begun);
        training.Wait();
        var share = queued / Stopwatch.GetElapsedTime(begun);
        return (!isCuda || share < 0.5,
            $"asking for {Steps} steps took {queued.TotalMilliseconds:0.0} ms, {share:P0} of computing "
            + $"them{(isCuda ? " (less than 50 % wanted)" : ": processors compute as they are asked, which says nothing")}");
    }

    private (bool IsGood, string Message) OutOfMemory()
    {
        try
        {
            empty(1L << 60, ScalarType.Byte, device).Dispose();
            return (false, "2^60 bytes were given");
        }
        catch (Exception exception) when (TrialTrainer.IsOutOfMemory(exception))
        {
            var isAlive = ones(1, device: device).cpu().item<float>() == 1;
            return (
                isAlive,
                $"2^60 bytes are refused and recognized as out of memory; the device {(isAlive ? "still works" : "no longer works")}");
        }
    }

    private (bool IsGood, string Message) Speed()
    {
        var (trial, steps) = isCuda ? (Large, 50) : (Small, 8);
        double Rate(ArithmeticPath path)
        {
            using var training = new NoiseTraining(trial, device, new ResidentImages(device, trial.Resolution), path, noise);
            training.Queue(2);
            training.Wait();
            var begun = Stopwatch.GetTimestamp();
            training.Queue(steps);
            training.Wait();
            return steps * trial.BatchSize / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }

        var (tf32, bf16) = (Rate(InTf32), Rate(InBf16));
        return (
            tf32 > 0 && bf16 > 0,
            $"{tf32:0} images/s in {InTf32.Text}, {bf16:0} in {InBf16.Text}: {trial.Arch}, width {trial.Width}, "
            + $"{trial.Resolution} pixels, batches of {trial.BatchSize}");
    }

    /// <summary>Whatever fails is the claim's to tell.</summary>
    private static Claim Check(string name, Func<(bool IsGood, string Message)> check)
    {
        using var scope = NewDisposeScope();
        try
        {
            var (isGood, message) = check();
            return new Claim(name, isGood, message);
        }
        catch (Exception exception)
        {
            return new Claim(name, false, $"{exception.GetType().Name}: {exception.Message.Split('\n')[0]}");
        }
    }
}
