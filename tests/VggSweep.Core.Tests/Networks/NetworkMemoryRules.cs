using CsCheck;
using VggSweep.Core.Networks;

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
        // Of 3 images, in bytes: ReLU keeps 128 each, pooling 32 and 8 indices of 8, the average 8; weights have 80 and
        // 36. Kept, and passing at:
        // dense       3·(128 + 96 + 8) + 36 = 732, 3·4·(3 + 2)   = 60
        // average                        732, 3·4·(2 + 8)        = 120
        // pooling     3·(128 + 96) + 36 = 708, 3·4·(8 + 32)      = 480
        // ReLU        3·128 + 36        = 420, 3·4·(32 + 32)     = 768
        // convolution 36 + 80           = 116, 3·4·(32 + 16·4·4) = 3456: 2 channels stand in a block of 16.
        const long step = (long)((NetworkMemory.HeapOfKept * 116) + (NetworkMemory.HeapOfPassing * 3456));
        Assert.Equal(
            NetworkMemory.ProcessBytes + (2 * 116) + (3 * 64) + step, NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: true).PeakBytes);
    }

    [Fact]
    public void A_later_convolution_has_a_gradient_and_a_copy_of_its_input_too()
    {
        // One image of 4×4, two convolutions of 4 channels. At the second, the first ReLU's 256 bytes are kept, weights
        // of 4·(3·3·4·4 + 4) = 592 bytes and of 4·(4·3 + 3) = 60 behind them have gradients; gradients of 64 values
        // and copies of 16·4·4 pass, of both sides.
        const long step = (long)((NetworkMemory.HeapOfKept * (256 + 592 + 60)) + (NetworkMemory.HeapOfPassing * 4 * ((2 * 64) + (2 * 256))));
        var shape = Tiny(Head.Gap, block: new(2, 4));
        Assert.Equal(
            NetworkMemory.ProcessBytes + (4 * shape.Params) + 64 + step, NetworkMemory.Of(shape, 1, hasMomentum: false).PeakBytes);
    }

    [Fact]
    public void Gradients_of_a_large_head_are_counted()
    {
        // One tiny image: the gradients of 17 M weights are nearly all there is.
        var shape = Tiny(Head.Dense, dense: 4096);
        var peak = NetworkMemory.Of(shape, 1, hasMomentum: false).PeakBytes - NetworkMemory.ProcessBytes - (4 * shape.Params);
        Assert.InRange(peak, NetworkMemory.HeapOfKept * 4 * shape.Params, NetworkMemory.HeapOfKept * 4.1 * shape.Params);
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
        var request = Given.Request("blocks", classes: 3, head: head, batchNorm: batchNorm, blocks: [block ?? new(1, 2)]) with { Dense = dense };
        return NetworkShape.Infer(Given.Network(request), 1, 4).Value!;
    }
}
