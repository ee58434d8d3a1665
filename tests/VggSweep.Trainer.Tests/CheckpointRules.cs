using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Checkpoints;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

[Collection(OneAtATime.Name)]
public sealed class CheckpointRules : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-checkpoint-").FullName;
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    [Fact]
    public void What_is_saved_comes_back_with_every_bit()
    {
        manual_seed(5);
        var saved = State(randn(3, 4), tensor(12L));
        var sums = new RunningSums(1.0 / 3, 17, 128);
        var checkpoint = new CheckpointFolder(folder, fence: 2).Save(3, 5, sums, threads: 1, saved);
        var next = rand(8).bytes.ToArray();

        var loaded = State(zeros(3, 4), tensor(0L));
        Assert.Equal(sums, CheckpointFolder.Load(checkpoint, loaded));
        Assert.All(saved.Zip(loaded), pair => Assert.Equal(pair.First.Tensor.bytes, pair.Second.Tensor.bytes));
        Assert.Equal(next, rand(8).bytes.ToArray());
    }

    [Fact]
    public void Equal_states_give_equal_files_under_the_name_of_their_place()
    {
        var one = new CheckpointFolder(Path.Combine(folder, "one"), fence: 2).Save(
            3, 5, RunningSums.None, 1, State(ones(3, 4), tensor(1L)));
        var two = new CheckpointFolder(Path.Combine(folder, "two"), fence: 2).Save(
            3, 5, RunningSums.None, 1, State(ones(3, 4), tensor(1L)));
        Assert.Equal((one.Hash, one.Bytes), (two.Hash, two.Bytes));
        Assert.Equal("epoch-0003-step-00005-fence-2.safetensors", Path.GetFileName(one.Path));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "one")));
    }

    [Fact]
    public void The_header_is_that_of_safetensors()
    {
        var trial = new TrialParameters { Arch = "narrow", Epochs = 4 };
        var path = new CheckpointFolder(folder, fence: 1).SaveWeights(trial, new TrainingSpec(), State(ones(3, 4), tensor(1L))).Path;
        var bytes = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(bytes);
        var header = JsonDocument.Parse(bytes.AsMemory(8, length)).RootElement;
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"dtype":"F32","shape":[3,4],"data_offsets":[0,48]}""", header.GetProperty("weight").GetRawText());
        Assert.Equal("""{"dtype":"I64","shape":[],"data_offsets":[48,56]}""", header.GetProperty("count").GetRawText());
        Assert.Equal(8 + length + 56, bytes.Length);
        var metadata = header.GetProperty("__metadata__");
        Assert.Equal(("4", "narrow"), (metadata.GetProperty("epoch").GetString(), metadata.GetProperty("arch").GetString()));
        Assert.Equal(trial, TrialParametersJson.Read(metadata.GetProperty("parameters").GetString()!));
        Assert.Equal(trial.Identity(new TrainingSpec()), metadata.GetProperty("identity").GetString());
    }

    [Fact]
    public void A_file_of_another_network_changes_nothing()
    {
        var checkpoint = new CheckpointFolder(folder, fence: 1).Save(1, 0, RunningSums.None, 1, State(ones(3, 4), tensor(1L)));
        var state = State(zeros(3, 4), tensor(0L));
        IReadOnlyList<(string, Tensor)> other = [.. state, ("classifier.0.weight", zeros(2))];
        var random = get_rng_state().bytes.ToArray();
        var refusal = Assert.Throws<InvalidDataException>(() => CheckpointFolder.Load(checkpoint, other));
        Assert.Contains("classifier.0.weight", refusal.Message, StringComparison.Ordinal);
        Assert.All(state, entry => Assert.All(entry.Tensor.bytes.ToArray(), value => Assert.Equal(0, value)));
        Assert.Equal(random, get_rng_state().bytes.ToArray());
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("cut off")]
    [InlineData("one bit changed")]
    public void A_file_that_is_not_what_its_row_says_is_refused(string damage)
    {
        var checkpoint = new CheckpointFolder(folder, fence: 1).Save(1, 0, RunningSums.None, 1, State(ones(3, 4), tensor(1L)));
        var bytes = File.ReadAllBytes(checkpoint.Path);
        switch (damage)
        {
            case "gone":
                File.Delete(checkpoint.Path);
                break;
            case "cut off":
                File.WriteAllBytes(checkpoint.Path, bytes[..^1]);
                break;
            default:
                bytes[^1] ^= 1;
                File.WriteAllBytes(checkpoint.Path, bytes);
                break;
        }

        var refusal = Record.Exception(() => CheckpointFolder.Load(checkpoint, State(zeros(3, 4), tensor(0L))));
        Assert.True(refusal is IOException or InvalidDataException, $"{refusal}");
    }

    /// <summary>/dev/full behind the name of the file that is written aside: every write finds no space.</summary>
    [Fact]
    public void A_full_disk_is_told_as_such_and_leaves_no_torso()
    {
        var trial = Path.Combine(folder, "trial");
        Directory.CreateDirectory(trial);
        File.CreateSymbolicLink(Path.Combine(trial, "epoch-0001-step-00000-fence-1.safetensors.tmp"), "/dev/full");
        var end = new TrialTrainer(_ => { }, new StopSwitch(), new FakeTimeProvider()).Train(GivenOrder.Small(trial));
        var fault = Assert.IsType<AttemptEnd.MachineFault>(end);
        Assert.Equal(MachineFaultKind.DiskFull, fault.Fault);
        Assert.Contains(trial, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(trial));
    }

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static IReadOnlyList<(string Name, Tensor Tensor)> State(Tensor weight, Tensor count) => [("weight", weight), ("count", count)];

}
