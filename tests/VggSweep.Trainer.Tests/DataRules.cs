using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Trainer.Data;

namespace VggSweep.Trainer.Tests;

public sealed class DataRules : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-data-").FullName;

    [Fact]
    public void All_images_are_there_with_as_many_of_each_class()
    {
        var data = FashionMnist.Open(GivenData.Folder);
        Assert.Equal((60_000 * 784, 10_000 * 784), (data.Train.Pixels.Length, data.Test.Pixels.Length));
        Assert.All(data.Train.Labels.CountBy(label => label), count => Assert.Equal(6_000, count.Value));
        Assert.All(data.Test.Labels.CountBy(label => label), count => Assert.Equal(1_000, count.Value));
    }

    [Theory]
    [InlineData("missing", "is missing")]
    [InlineData("cut off", "truncated")]
    [InlineData("no gzip", "not a gzip file")]
    [InlineData("another", "not a Fashion-MNIST file")]
    public void A_bad_file_is_named_with_the_mend(string damage, string expected)
    {
        foreach (var file in FashionMnistFiles.All)
        {
            File.CreateSymbolicLink(Path.Combine(folder, file.Name), Path.Combine(GivenData.Folder, file.Name));
        }

        var bad = Path.Combine(folder, FashionMnistFiles.TestLabels.Name);
        var bytes = File.ReadAllBytes(bad);
        File.Delete(bad);
        if (damage is not "missing")
        {
            File.WriteAllBytes(bad, damage switch
            {
                "cut off" => bytes[..^100],
                "no gzip" => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
                _ => File.ReadAllBytes(Path.Combine(GivenData.Folder, FashionMnistFiles.TrainLabels.Name)),
            });
        }

        var problem = Assert.Throws<DataProblemException>(() => FashionMnist.Open(folder));
        Assert.StartsWith(bad, problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_images_are_never_trained_on_and_all_trials_of_a_sweep_hold_out_the_same()
    {
        var (all, some) = (Split.Of(new TrainingSpec()), Split.Of(new TrainingSpec { Images = 1_000 }));
        Assert.Equal(Enumerable.Range(0, 60_000), all.Train.Concat(all.Validation).Order());
        Assert.Equal(all.Validation, some.Validation);
        Assert.Equal(all.Train[..1_000], some.Train);
        Assert.NotEqual(all.Validation, Split.Of(new TrainingSpec { Seed = 1 }).Validation);
    }

    [Fact]
    public void Nothing_need_be_held_out()
    {
        var split = Split.Of(new TrainingSpec { ValidationImages = 0 });
        Assert.Equal(Enumerable.Range(0, 60_000), split.Train.Order());
        Assert.Empty(split.Validation);
    }

    [Fact]
    public void Each_epoch_has_an_order_of_its_own_of_the_same_images()
    {
        var split = Split.Of(new TrainingSpec { Images = 1_000 });
        var (first, second) = (split.Shuffled(seed: 3, epoch: 1), split.Shuffled(seed: 3, epoch: 2));
        Assert.Equal(split.Train.Order(), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, split.Shuffled(seed: 3, epoch: 1));
        Assert.NotEqual(first, split.Shuffled(seed: 4, epoch: 1));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
