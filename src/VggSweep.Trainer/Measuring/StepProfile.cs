using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Protocol;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>
/// What the stages of a training step cost in CPU time, for bench/training: <c>profile fp32|bf16 THREADS key=value...</c>. Each
/// line read measures the best of so many steps and prints a row for each stage, and one for the batch, as JSON.
/// </summary>
internal static class StepProfile
{
    public static int Run(string path, int threads, IEnumerable<string> settings)
    {
        set_num_threads(threads);
        ProcessSetup.ReserveSmallBlocks();
        var trial = StepMeasurement.Trial(settings);
        using var stages = new TimedStages(trial, threads, path == "bf16", StepMeasurement.CpuSeconds);
        using var loader = new BatchLoader(trial.BatchSize, trial.Resolution, threads);
        loader.Begin(StepMeasurement.Noise(), [.. Enumerable.Range(0, trial.BatchSize).Select(image => image % StepMeasurement.Images)]);
        _ = stages.BestOf(1);
        Console.WriteLine(JsonSerializer.Serialize(new { version = __version__ }));
        while (Console.ReadLine() is { } line)
        {
            var steps = int.Parse(line);
            var data = Enumerable.Range(0, steps).Min(_ => Load(loader, trial.BatchSize));
            var rows = stages.Layers.Zip(stages.BestOf(steps), (layers, seconds) => Row(layers, seconds.Forward, seconds.Backward));
            Console.WriteLine(
                JsonSerializer.Serialize(
                    rows.Prepend(
                        new
                        {
                            Kind = "Data",
                            Name = "",
                            Macs = 0L,
                            Params = 0L,
                            Inputs = 0L,
                            Outputs = 0L,
                            Forward = data,
                            Backward = 0.0,
                        }),
                    JsonSerializerOptions.Web));
        }

        return 0;
    }

    /// <summary>A stage of several layers bears the name of its first. MACs and values are those of an image, forward.</summary>
    private static object Row(IReadOnlyList<LayerShape> layers, double forward, double backward) => new
    {
        Kind = layers[0].Layer.GetType().Name,
        layers[0].Name,
        layers[0].Macs,
        layers[0].Params,
        Inputs = layers[0].InputSize,
        Outputs = layers[^1].OutputSize,
        Forward = forward,
        Backward = backward,
    };

    private static double Load(BatchLoader loader, int count)
    {
        var begun = StepMeasurement.CpuSeconds();
        _ = loader.Load(0, count);
        return StepMeasurement.CpuSeconds() - begun;
    }
}
