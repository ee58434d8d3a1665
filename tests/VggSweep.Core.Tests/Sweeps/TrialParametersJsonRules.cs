using System.Text.Json;
using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class TrialParametersJsonRules
{
    private static readonly Gen<TrialParameters> AnyTrial =
        from whole in Gen.Int[1, 500].Array[5]
        from real in Gen.Double[1e-300, 0.999].Array[4]
        from seed in Gen.Long[0, TrialParameterTable.GreatestSeed]
        from choice in Gen.Int[0, 2].Array[2]
        from blocks in Gen.Select(Gen.Int[1, 16], Gen.Int[1, 8_192], (count, channels) => new Block(count, channels)).Array[1, 9]
        select new TrialParameters
        {
            Arch = choice[0] == 0 ? "blocks" : NetworkFactory.Names[whole[4] % NetworkFactory.Names.Count],
            Blocks = choice[0] == 0 ? blocks : null,
            Width = choice[0] == 1 ? null : whole[0],
            Resolution = whole[1],
            Head = (Head)(choice[1] % 2),
            Dense = whole[2],
            BatchNorm = choice[1] > 0,
            Lr = real[0],
            LrSchedule = (LrSchedule)choice[1],
            Momentum = real[1],
            WeightDecay = real[2],
            Dropout = real[3],
            BatchSize = whole[3],
            Epochs = whole[4],
            Seed = seed,
        };

    [Fact]
    public void What_is_written_is_read_back_to_the_last_bit()
    {
        AnyTrial.Sample(trial =>
        {
            var read = TrialParametersJson.Read(TrialParametersJson.Write(trial));
            Assert.Equal(trial.Blocks, read.Blocks);
            Assert.Equal(trial with { Blocks = null }, read with { Blocks = null });
        });
    }

    [Fact]
    public void The_text_is_flat_and_in_the_order_of_the_sweep_keys()
    {
        var trial = new TrialParameters { Arch = "blocks", Blocks = [new(1, 16), new(2, 32)], Width = 8, Lr = 1e-5, Head = Head.Gap };

        Assert.Equal(
            """{"arch":"blocks","width":8,"resolution":224,"head":"gap","dense":4096,"batchNorm":false,"lr":"""
            + """1E-05,"lrSchedule":"constant","momentum":0,"weightDecay":0,"batchSize":128,"dropout":0.5,"seed":0,"epochs":"""
            + """10,"blocks":[[1,16],[2,32]]}""",
            TrialParametersJson.Write(trial));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"arch":"vgg11","widht":8}""")]
    [InlineData("not json")]
    [InlineData("""{"blocks":[[1]]}""")]
    [InlineData("""{"blocks":[1]}""")]
    [InlineData("""{"blocks":7}""")]
    [InlineData("""{"lr":-1}""")]
    [InlineData("""{"lr":[1]}""")]
    public void Other_text_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => TrialParametersJson.Read(json));

    [Fact]
    public void Records_of_before_the_precision_mean_fp32_and_keep_their_identity()
    {
        var trial = TrialNetwork.Resolve(new TrialParameters());
        Assert.DoesNotContain("precision", TrialParametersJson.Write(trial), StringComparison.Ordinal);
        Assert.Equal(Precision.Fp32, TrialParametersJson.Read(TrialParametersJson.Write(trial)).Precision);
        Assert.Equal(
            Precision.Auto,
            TrialParametersJson.Read(TrialParametersJson.Write(trial with { Precision = Precision.Auto })).Precision);
    }

    [Fact]
    public void Every_parameter_and_the_images_are_part_of_a_trials_identity()
    {
        var trial = TrialNetwork.Resolve(new TrialParameters());
        var other = Good.Spec("""
            name: a
            parameters:
              { arch: narrow, width: 8, resolution: 56, head: gap, dense: 64, batchNorm: true, lr: 0.5, lrSchedule: cosine,
                momentum: 0.5, weightDecay: 0.5, batchSize: 64, dropout: 0.1, seed: 1, epochs: 1, precision: auto }
            """).Parameters.Cast<ParameterSpace.Values>()
            .Select(space => TrialParameterTable.Of(space.Key).With(trial, space.Items[0]))
            .ToList();
        var training = new TrainingSpec();
        var identities = new[] { trial, trial with { Blocks = [new(1, 16)] } }.Concat(other).Select(changed => changed.Identity(training))
            .Append(trial.Identity(training with { Images = 1000 }))
            .Append(trial.Identity(training with { ValidationImages = 1000 }))
            .Append(trial.Identity(training with { Seed = 1 }))
            .ToList();

        Assert.Equal(TrialParameterTable.All.Count + 5, identities.Distinct().Count());
        Assert.All(identities, identity => Assert.Matches("^[0-9a-f]{16}$", identity));
    }

    [Fact]
    public void Checkpoint_cadence_and_the_way_of_asking_for_all_images_leave_the_identity_alone()
    {
        var trial = new TrialParameters();
        var training = new TrainingSpec();

        Assert.Equal(trial.Identity(training), trial.Identity(training with { CheckpointEvery = 3, Images = 55_000 }));
    }
}
