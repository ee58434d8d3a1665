using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Training;

namespace VggSweep.Core.Tests.Networks;

public sealed class NetworkMemoryRules
{
    [Fact]
    public void Each_kept_tensor_is_counted_once()
    {
        // One image of 4×4: ReLU 2·4·4 = 32 values, pooling 2·2·2 = 8, two hidden layers of 5 values, each kept as
        // ReLU's output, dropout's output and a mask of a byte: 4·(32 + 8) + 2·5·(4 + 4 + 1) = 250 bytes.
        Assert.Equal(3 * 250, NetworkMemory.Of(Tiny(Head.Dense), 3, hasMomentum: false).ActivationBytes);

        // The gap head keeps the 2 averages alone: 4·(32 + 8 + 2) = 168 bytes.
        Assert.Equal(3 * 168, NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: false).ActivationBytes);

        // Batch normalization keeps the convolution's 32 values as well.
        Assert.Equal(3 * (168 + 128), NetworkMemory.Of(Tiny(Head.Gap, batchNorm: true), 3, hasMomentum: false).ActivationBytes);
    }

    [Fact]
    public void Weights_gradients_and_momenta_are_of_one_size()
    {
        // 3·3·1·2 + 2 parameters of the convolution, 2·3 + 3 of the dense layer.
        var memory = NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: true);
        Assert.Equal((116, 116, 116), (memory.ParameterBytes, memory.GradientBytes, memory.OptimizerBytes));
        Assert.Equal(0, NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: false).OptimizerBytes);
    }

    [Fact]
    public void The_peak_holds_weights_and_the_worst_moment_of_a_backward_pass()
    {
        // Of 3 images, in bytes, 2 channels: the convolution keeps 4·32 = 128 an image, ReLU none, the pooling 4·8 and its
        // indices of 8·8, since 2 channels are no 8, the average 8, the dense layer 12. Kept and passing at:
        // dense       128 + 96 + 8 + 12 = 244, 4·(2 + 2·3)  = 32
        // average     128 + 96 + 8      = 232, 4·(8 + 2)    = 40
        // pooling     128 + 96          = 224, 4·(32 + 8)   = 160
        // ReLU        128               = 128, 4·32         = 128
        // convolution 128                    , 4·32         = 128
        // An evaluation of twice the images takes more than the step, so it has 3 of 64 bytes too.
        const long step = 3 * (224 + 160);
        Assert.Equal(
            NetworkMemory.ProcessBytes + (2 * 116) + (3 * 64) + (long)(NetworkMemory.Heap * step),
            NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: true).PeakBytes);
    }

    [Fact]
    public void The_first_convolution_of_eight_channels_has_no_output_of_its_own()
    {
        // One image, 8 channels of 4×4: the pooling keeps 4·32 bytes and marks of 16, the average 32, the dense layer 12.
        // Kept and passing, at the average: 144 + 32 and 4·(32 + 8); no other layer has more.
        var shape = Tiny(Head.Gap, block: new(1, 8));
        const long step = 176 + 160;
        Assert.Equal(
            NetworkMemory.ProcessBytes + (4 * shape.Params) + 64 + (long)(NetworkMemory.Heap * step),
            NetworkMemory.Of(shape, 1, hasMomentum: false).PeakBytes);
    }

    [Fact]
    public void A_pooling_that_is_one_pass_with_ReLU_has_its_gradient_where_its_input_was()
    {
        // Two convolutions of 8 channels at 4×4, one image: each keeps 512 bytes, the pooling 128 and marks of 16, the
        // average 32, the dense layer 12. The worst is the second convolution: both outputs and, passing, its input's gradient.
        var shape = Tiny(Head.Gap, block: new(2, 8));
        const long step = 512 + 512 + 512;
        Assert.Equal(
            NetworkMemory.ProcessBytes + (4 * shape.Params) + 64 + (long)(NetworkMemory.Heap * step),
            NetworkMemory.Of(shape, 1, hasMomentum: false).PeakBytes);
    }

    [Fact]
    public void Micro_batches_take_less_and_their_sums_of_gradients_a_place_of_the_weights_size()
    {
        var shape = Given.Shape("vgg11", width: 16, resolution: 112, channels: 1, classes: 10);
        long Peak(int? microBatch, bool hasMomentum) =>
            NetworkMemory.Of(shape, 128, hasMomentum, new ArithmeticPath(false, microBatch)).PeakBytes;
        Assert.True(
            Peak(16, hasMomentum: true) < Peak(32, hasMomentum: true) && Peak(32, hasMomentum: true) < Peak(null, hasMomentum: true));
        Assert.Equal(Peak(16, hasMomentum: true), Peak(16, hasMomentum: false));
    }

    [Fact]
    public void In_bf16_activations_take_half_and_the_weights_are_there_twice()
    {
        var shape = Given.Shape("vgg11", width: 16, resolution: 224, channels: 1, classes: 10);
        long Peak(bool inBf16) => NetworkMemory.Of(shape, 128, hasMomentum: false, new ArithmeticPath(inBf16, null)).PeakBytes;
        Assert.InRange((double)(Peak(true) - NetworkMemory.ProcessBytes) / (Peak(false) - NetworkMemory.ProcessBytes), 0.5, 0.9);
    }

    [Fact]
    public void More_images_a_step_never_take_less() =>
        Gen.Select(Gen.Int[1, 32], Gen.Int[32, 128], Gen.Int[1, 1000], Gen.Int[1, 1000]).Sample((width, resolution, few, more) =>
        {
            var shape = Given.Shape("vgg11", width, resolution, channels: 1, classes: 10);
            var (small, large) = (NetworkMemory.Of(shape, few, hasMomentum: true), NetworkMemory.Of(shape, few + more, hasMomentum: true));
            return small.ActivationBytes < large.ActivationBytes && small.PeakBytes <= large.PeakBytes;
        });

    private static NetworkShape Tiny(Head head, bool batchNorm = false, Block? block = null, int dense = 5)
    {
        var request = Given.Request("blocks", classes: 3, head: head, batchNorm: batchNorm, blocks: [block ?? new(1, 2)]);
        return NetworkShape.Infer(Given.Network(request with { Dense = dense }), 1, 4).Value!;
    }
}
