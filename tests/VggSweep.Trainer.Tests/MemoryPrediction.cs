using System.Globalization;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>What the plan says a trial needs, against the real process's greatest resident memory.</summary>
[Collection(OneAtATime.Name)]
public sealed class MemoryPrediction : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    public static TheoryData<string> Cells => [.. Trials.Keys];

    private static Dictionary<string, TrialParameters> Trials { get; } = new()
    {
        ["activations"] = new() { Width = 16, Resolution = 96, Head = Head.Gap, BatchSize = 64 },
        ["batch normalization"] = new() { Width = 16, Resolution = 56, Head = Head.Gap, BatchNorm = true, Momentum = 0.9 },
        ["a large head"] = new() { Width = 8, Resolution = 32, Dense = 4096, Momentum = 0.9 },
        ["a large head in bf16, with its comparison"] = new() { Width = 8, Resolution = 32, Dense = 4096, Precision = Precision.Bf16 },
        ["activations in bf16"] = new() { Width = 16, Resolution = 112, BatchSize = 128, Precision = Precision.Bf16 },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_epoch_takes_what_was_predicted(string cell)
    {
        var trial = Trials[cell] with { Lr = 0.001, Epochs = 1 };
        await using var trainer = new TrainerUnderTest();
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Small(folder) with
        {
            Parameters = trial,
            Training = new TrainingSpec { Images = 3 * trial.BatchSize, ValidationImages = trial.BatchSize },
        }));
        await trainer.ReadAsync<TrainerEvent.EpochDone>();

        var predicted = TrialMemory.PeakBytes(TrialNetwork.Of(trial).Value!, trial, trial.BatchSize);
        Assert.InRange((double)predicted / PeakBytes(trainer.Pid), 0.85, 1.25);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static long PeakBytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
