using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Tests.Networks;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class MachineCalibrationRules
{
    private static readonly LayerRates Rates = new(1e-11, 2e-10, 7e-9, 3e-11, 4e-10, 5e-10);

    [Fact]
    public void A_step_costs_its_layers_by_their_kinds()
    {
        // 1 channel of 4×4, a convolution of 2 channels (3·3·1·2·16 = 288 MACs, 16 + 32 values), ReLU (32 + 32), pooling
        // (32 + 8), average (8 + 2), and a dense layer of 3 (6 MACs, 9 weights). 5 images, values of 4 bytes.
        var shape = NetworkShape.Infer(
            Given.Network(Given.Request("blocks", classes: 3, head: Head.Gap, batchNorm: false, blocks: [new(1, 2)])),
            1, 4).Value!;
        var expected = (5 * ((1e-11 * 288) + (2e-10 * 4 * 48))) + 7e-9 + (5 * 5e-10 * 4 * (64 + 40 + 10))
            + (5 * 3e-11 * 6) + (4e-10 * 4 * 9);
        Assert.Equal(expected, Rates.StepSeconds(shape, 5), 1e-15);
    }

    [Fact]
    public void Rates_are_found_again_in_what_they_make()
    {
        var shape = Given.Shape("vgg11", width: 16, resolution: 64, channels: 1, classes: 10);
        int[] batches = [7, 30];
        var measured = batches.SelectMany(
            images => shape.Layers.Select(layer => (layer, images, Rates.StepSeconds(shape with { Layers = [layer] }, images)))).ToList();
        var found = LayerRates.Fit(measured);
        Assert.Equal(Rates.StepSeconds(shape, 32), found.StepSeconds(shape, 32), 1e-9 * Rates.StepSeconds(shape, 32));
        Assert.Equal(Rates.ConvolutionMac, found.ConvolutionMac, 1e-6 * Rates.ConvolutionMac);
        Assert.Equal(Rates.DenseMac, found.DenseMac, 1e-6 * Rates.DenseMac);
    }

    [Fact]
    public void No_rate_is_negative()
    {
        // Of two convolutions the one with fewer MACs and more bytes takes less: bytes would have to be cheaper than nothing.
        var shape = Given.Shape("vgg11", width: 16, resolution: 64, channels: 1, classes: 10);
        var measured = shape.Layers.Select(layer => (layer, 1, 1e-10 * Math.Max(1, layer.Macs) / (1 + layer.OutputSize))).ToList();
        var found = LayerRates.Fit(measured);
        Assert.All(
            [found.ConvolutionMac, found.ConvolutionByte, found.DenseMac, found.WeightByte, found.OtherByte],
            rate => Assert.True(rate >= 0, $"{found}"));
    }

    [Fact]
    public void It_is_read_only_on_the_machine_that_wrote_it()
    {
        var calibration = new MachineCalibration("here", [new(2, 1, 900), new(1, 2, 700)], Rates, Rates with { DenseMac = 1e-11 });
        var read = MachineCalibration.Read(calibration.Write(), "here")!;
        Assert.Equal((2, 1), (read.Best.Slots, read.Best.Threads));
        Assert.Equal((calibration.Fp32, calibration.Bf16), (read.Fp32, read.Bf16));
        Assert.Null(MachineCalibration.Read(calibration.Write(), "elsewhere"));
        Assert.Null(MachineCalibration.Read("{}", "here"));
        Assert.Null(MachineCalibration.Read("cut o", "here"));
    }

    [Fact]
    public void Before_any_history_a_plan_is_made_by_it()
    {
        var spec = Good.Spec(
            "name: a\nnetwork: { epochs: 1 }\nparameters: { width: [16] }\ntraining: { images: 1280, validationImages: 1000 }");
        var calibration = new MachineCalibration("here", [new(2, 1, 900)], Rates, null);
        var plan = SweepPlan.Make(spec, new PlanConditions(2, null, [], calibration));
        var trial = Assert.Single(plan.Trials);

        // 10 steps of 128 images, and 11,000 images forward: a third of a step's work each.
        var step = Rates.StepSeconds(TrialNetwork.Of(trial.Parameters).Value!, 128);
        Assert.False(plan.IsGuess);
        Assert.Equal(step * (10 + (11_000 / 3.0 / 128)), trial.Cost.PredictedSeconds, 1e-9 * trial.Cost.PredictedSeconds);
    }
}
