using System.Globalization;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>Whether this libtorch computes the losses that libtorch 2.10 computed on a CPU: <c>parity</c>.</summary>
internal static class Parity
{
    /// <summary>Relative. Instruction sets and versions differ by some 1e-6; a wrong operation by far more.</summary>
    private const double Most = 2e-4;

    private static readonly TrialParameters Trial = new()
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

    /// <summary>Mean loss of each step, recorded with libtorch-cpu-linux-x64 2.10.0 on one thread with AVX-512.</summary>
    private static readonly double[] Recorded =
    [
        2.305536985397339, 2.304135799407959, 2.3042078018188477, 2.3044941425323486, 2.308206796646118,
        2.3054263591766357, 2.3040637969970703, 2.3040659427642822, 2.304492950439453, 2.30808424949646,
        2.3052282333374023, 2.303978681564331, 2.303988218307495, 2.304347276687622, 2.307981491088867,
        2.305111885070801, 2.3051559925079346, 2.303889513015747, 2.3039333820343018, 2.3042142391204834,
    ];

    /// <returns>0 when all losses agree, 69 with a sentence on standard error when they do not.</returns>
    public static int Run()
    {
        var accelerator = Compute.Here.Accelerator; // Before the first tensor: TorchSharp loads CUDA's libraries then.
        var (isGood, message) = Check(CPU);
        if (isGood && accelerator is { } device)
        {
            (isGood, message) = Check(device);
        }

        (isGood ? Console.Out : Console.Error).WriteLine(message);
        return isGood ? 0 : Native.ExternalLibtorch.ExitCode;
    }

    /// <summary>Prints the losses of this libtorch, to be kept here.</summary>
    public static int Record()
    {
        Console.WriteLine(string.Join(", ", Losses(CPU).Select(loss => loss.ToString("R", CultureInfo.InvariantCulture))));
        return 0;
    }

    /// <param name="device">Computes in fp32, not in TF32.</param>
    public static (bool IsGood, string Message) Check(Device device)
    {
        var losses = Losses(device);
        var worst = Enumerable.Range(0, Recorded.Length).MaxBy(step => Difference(losses[step], Recorded[step]));
        var difference = Difference(losses[worst], Recorded[worst]);
        var text = $"of {Recorded.Length} steps on {device.type.ToString().ToLowerInvariant()} the recorded losses "
            + $"differ by {difference.ToString("0.0e+0", CultureInfo.InvariantCulture)} at most";
        return difference <= Most ? (true, text) : (false, string.Create(CultureInfo.InvariantCulture,
            $"{Native.ExternalLibtorch.Loaded?.Text ?? "libtorch"} computes a loss of {losses[worst]:R} in step "
            + $"{worst + 1} where libtorch 2.10 computes {Recorded[worst]:R}; run `pip install torch==2.10.0`."));
    }

    /// <returns>Of each step, in fp32; on the CPU by one thread.</returns>
    internal static IReadOnlyList<double> Losses(Device device)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            using IBatches batches = device.type is TorchSharp.DeviceType.CPU
                ? new BatchLoader(Trial.BatchSize, Trial.Resolution, threads: 1)
                : new ResidentImages(device, Trial.Resolution);
            using var training = new NoiseTraining(Trial, device, batches, ArithmeticPath.Plain, StepMeasurement.Noise());
            return [.. Enumerable.Range(0, Recorded.Length).Select(_ =>
            {
                training.Queue(1);
                return training.Wait().MeanLoss;
            })];
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static double Difference(double loss, double recorded) =>
        double.IsFinite(loss) ? Math.Abs(loss - recorded) / recorded : double.PositiveInfinity;
}
