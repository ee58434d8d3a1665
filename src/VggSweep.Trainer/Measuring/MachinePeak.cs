using System.Diagnostics;
using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// What the machine can do at best, for bench/training: <c>peak THREADS</c>. Each line read measures one round of the best
/// shapes of oneDNN's convolution and libtorch's matrix product, and of a copy in memory, and prints GFLOP/s, and GB/s read and
/// written, by wall and by CPU time as JSON.
/// </summary>
internal static class MachinePeak
{
    private const int Repeats = 3;

    public static int Run(int threads)
    {
        set_num_threads(threads);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var rounds = new[] { ScalarType.Float32, ScalarType.BFloat16 }.ToDictionary(
            type => type == ScalarType.Float32 ? "fp32" : "bf16", Products);
        rounds["memory"] = [Copy()];
        Console.WriteLine(JsonSerializer.Serialize(new { version = __version__ }));
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(JsonSerializer.Serialize(rounds.ToDictionary(
                entry => entry.Key, entry => entry.Value.ToDictionary(
                    product => product.Name, product => Measure(product.Amount, product.Run)))));
        }

        return 0;
    }

    private static (string Name, double Amount, Action Run) Copy()
    {
        const long Values = 1 << 26;
        var (from, to) = (ones(Values), ones(Values));
        return ("copy", 2.0 * sizeof(float) * Values, () => to.copy_(from));
    }

    private static List<(string Name, double Amount, Action Run)> Products(ScalarType type)
    {
        var products = new List<(string, double, Action)>();
        foreach (var (images, channels, side) in new[] { (32, 64, 56), (32, 128, 28), (64, 256, 14) })
        {
            var (x, w) = (
                randn(images, side, side, channels, dtype: type).permute(0, 3, 1, 2),
                randn(channels, channels, 3, 3, dtype: type));
            products.Add(
                (
                    $"convolution {images}x{channels}x{side}x{side}",
                    2.0 * images * channels * channels * 9 * side * side, () => conv2d(x, w, padding: [1, 1]).Dispose()));
        }

        var (left, right) = (randn(1024, 4096, dtype: type), randn(4096, 1024, dtype: type));
        products.Add(("product 1024x4096x1024", 2.0 * 1024 * 4096 * 1024, () => mm(left, right).Dispose()));

        // A product as a convolution with a 1×1 kernel: in fp32 libtorch's own goes to MKL, which hinders itself on AMD.
        var (pixels, kernel) = (randn(16, 64, 1, 4096, dtype: type).permute(0, 3, 1, 2), randn(1024, 4096, 1, 1, dtype: type));
        products.Add(("product as convolution", 2.0 * 1024 * 4096 * 1024, () => conv2d(pixels, kernel).Dispose()));
        foreach (var (_, _, run) in products)
        {
            run();
        }

        return products;
    }

    /// <returns>Billions a second by wall time, and by CPU time for one thread.</returns>
    private static double[] Measure(double amount, Action run)
    {
        var (wall, cpu) = (Stopwatch.GetTimestamp(), StepMeasurement.CpuSeconds());
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            run();
        }

        return [Repeats * amount / 1e9 / Stopwatch.GetElapsedTime(wall).TotalSeconds,
            Repeats * amount / 1e9 / (StepMeasurement.CpuSeconds() - cpu)];
    }
}
