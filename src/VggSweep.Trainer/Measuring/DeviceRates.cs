using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Protocol;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// Images a second of training on a device, for bench/device: <c>rates cpu|cuda WIDTHxRESOLUTIONxBATCH...</c>. Prints
/// lines of JSON: the device's peak rate in a bf16 matrix product, then each cell and path as it is measured.
/// </summary>
internal static class DeviceRates
{
    private const int WarmUps = 3;

    /// <summary>Long enough that the clock's and the queue's ends do not count.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);

    private static readonly (string Name, ArithmeticPath Path)[] Paths =
    [
        ("tf32", ArithmeticPath.Plain with { InTf32 = true }),
        ("bf16", ArithmeticPath.Plain with { InTf32 = true, InBf16 = true }),
        ("tuned bf16", ArithmeticPath.Plain with { InTf32 = true, InBf16 = true, IsTuned = true }),
    ];

    public static int Run(string device, IEnumerable<string> cells)
    {
        using var output = new StreamWriter(ProcessSetup.TakeStandardOutput()) { AutoFlush = true };
        var (place, images) = (device == "cuda" ? CUDA : CPU, StepMeasurement.Noise());
        Write(new { teraflops = Peak(place, device == "cuda" ? 8192 : 512) });
        foreach (var cell in cells.Select(Read))
        {
            foreach (var (name, path) in Paths)
            {
                var shape = TrialNetwork.Of(cell).Value!;
                Write(
                    new
                    {
                        width = cell.Width,
                        resolution = cell.Resolution,
                        batch = cell.BatchSize,
                        path = name,
                        macs = shape.Macs,
                        imagesPerSecond = Rate(cell, place, path, images),
                    });
            }
        }

        return 0;

        void Write<T>(T row) => output.WriteLine(JsonSerializer.Serialize(row));
    }

    private static TrialParameters Read(string cell)
    {
        var sizes = cell.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        return new TrialParameters
        {
            Arch = "vgg11",
            Width = sizes[0],
            Resolution = sizes[1],
            BatchSize = sizes[2],
            Lr = 0.01,
            Dropout = 0.5,
            Seed = 1,
        };
    }

    private static double Rate(TrialParameters trial, Device device, ArithmeticPath path, LabelledImages images)
    {
        using var training = new NoiseTraining(trial, device, new ResidentImages(device, trial.Resolution), path, images);
        Seconds(WarmUps);
        for (var steps = 4; ; steps *= 4)
        {
            if (Seconds(steps) is var seconds && seconds >= Least.TotalSeconds)
            {
                return steps * trial.BatchSize / seconds;
            }
        }

        double Seconds(int steps)
        {
            var begun = Stopwatch.GetTimestamp();
            training.Queue(steps);
            training.Wait();
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
    }

    /// <returns>TFLOP/s of a product of bf16 matrices.</returns>
    private static double Peak(Device device, long side)
    {
        const int Repeats = 10;
        using var scope = NewDisposeScope();
        var (left, right) = (
            randn(side, side, dtype: ScalarType.BFloat16, device: device),
            randn(side, side, dtype: ScalarType.BFloat16, device: device));
        Products(2);
        var begun = Stopwatch.GetTimestamp();
        Products(Repeats);
        return Repeats * 2.0 * side * side * side / 1e12 / Stopwatch.GetElapsedTime(begun).TotalSeconds;

        void Products(int count)
        {
            for (var product = 1; product < count; product++)
            {
                mm(left, right).Dispose();
            }

            using var last = mm(left, right);
            using var value = last[0, 0].to(ScalarType.Float32).cpu(); // Waits for all of them.
        }
    }
}
