using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Worker.Trainers;

/// <summary>Measures this machine: every way of sharing its cores between trainers, in turn, and then what layers cost.</summary>
/// <param name="program">The trainer's.</param>
/// <param name="cores">To share.</param>
public sealed class Calibrator(TrainerProgram program, int cores)
{
    private const int Rounds = 3;
    private const int BatchSize = 64;
    private const int Steps = 12;

    /// <summary>A small trial, as sweeps have many of.</summary>
    private static readonly string[] Network = ["arch=vgg11", "width=16", "resolution=32", "dense=1024", $"batchSize={BatchSize}"];

    /// <exception cref="TrainerStartException">The trainer does not start or does not measure.</exception>
    public async Task<MachineCalibration> MeasureAsync(string machine, CancellationToken cancellation)
    {
        var packings = new List<Packing>();
        for (var slots = cores; slots >= 1; slots /= 2)
        {
            packings.Add(new Packing(slots, cores / slots, 0));
        }

        var rates = packings.ToDictionary(packing => packing, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var packing in packings)
            {
                rates[packing].Add(await RateAsync(packing, cancellation));
            }
        }

        // The median of the rounds; of equals the one with the most slots, which stands first.
        var ordered = packings
            .Select(packing => packing with { ImagesPerSecond = rates[packing].Order().ElementAt(Rounds / 2) })
            .OrderByDescending(packing => packing.ImagesPerSecond)
            .ToList();
        using var costs = Start(["costs", Text(ordered[0].Threads)], ordered[0].Threads);
        var measured = JsonSerializer.Deserialize<Costs>(await LineAsync(costs, cancellation), JsonSerializerOptions.Web)!;
        await EndAsync(costs);
        return new MachineCalibration(machine, ordered, measured.Fp32, measured.Bf16);
    }

    /// <summary>All its processes train the same steps at once.</summary>
    private async Task<double> RateAsync(Packing packing, CancellationToken cancellation)
    {
        var trainers = Enumerable
            .Range(0, packing.Slots)
            .Select(_ => Start(["measure", "fp32", Text(packing.Threads), .. Network], packing.Threads))
            .ToList();
        try
        {
            foreach (var trainer in trainers)
            {
                _ = await LineAsync(trainer, cancellation); // It stands, and has trained a step to warm up.
            }

            var begun = Stopwatch.GetTimestamp();
            foreach (var trainer in trainers)
            {
                await trainer.StandardInput.WriteLineAsync(Text(Steps));
                await trainer.StandardInput.FlushAsync(cancellation);
            }

            foreach (var trainer in trainers)
            {
                _ = await LineAsync(trainer, cancellation);
            }

            return packing.Slots * Steps * BatchSize / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
        finally
        {
            foreach (var trainer in trainers)
            {
                await EndAsync(trainer);
                trainer.Dispose();
            }
        }
    }

    private Process Start(IReadOnlyList<string> arguments, int threads)
    {
        var start = TrainerProcess.StartInfo(program, arguments, threads);
        start.RedirectStandardError = false;
        return TrainerProcess.Launch(start, program);
    }

    private static async Task<string> LineAsync(Process trainer, CancellationToken cancellation) =>
        await trainer.StandardOutput.ReadLineAsync(cancellation) ?? throw new TrainerStartException(
            "The trainer died during the measurement; run `vggsweep doctor`.");

    private static async Task EndAsync(Process trainer)
    {
        trainer.Kill();
        await trainer.WaitForExitAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Costs(LayerRates Fp32, LayerRates? Bf16);
}
