using System.Globalization;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>What a step leaves behind adds up over the hours of a trial.</summary>
[Collection(OneAtATime.Name)]
public sealed class MemoryGrowth : IDisposable
{
    private const int StepsInEpoch = 10;

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public async Task Five_thousand_steps_keep_less_than_twenty_megabytes(Precision precision)
    {
        var order = GivenOrder.Small(folder);
        var trial = order.Parameters with { BatchSize = 16, Resolution = 32, Epochs = 100_000, Lr = 1e-4, Precision = precision };
        await using var trainer = new TrainerUnderTest(TimeSpan.FromMinutes(10));
        await trainer.SendAsync(new TrainerCommand.Train(order with
        {
            Parameters = trial,
            Training = new TrainingSpec
            {
                Images = StepsInEpoch * trial.BatchSize,
                ValidationImages = trial.BatchSize,
                CheckpointEvery = 10_000,
            },
        }));
        var before = await ResidentAfterAsync(trainer, epochs: 50);
        var after = await ResidentAfterAsync(trainer, epochs: 5_000 / StepsInEpoch);
        Assert.True(after - before < 20_000_000, $"{(after - before) / 1e6:0.0} MB more");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<long> ResidentAfterAsync(TrainerUnderTest trainer, int epochs)
    {
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            await trainer.ReadAsync<TrainerEvent.EpochDone>();
        }

        var line = File.ReadLines($"/proc/{trainer.Pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
