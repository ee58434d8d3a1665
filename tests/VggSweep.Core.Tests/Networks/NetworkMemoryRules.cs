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
    public void The_peak_holds_weights_and_what_a_step_makes()
    {
        // Parameters, gradients and momenta; of each of 3 images 168 bytes kept, 8 indices of 8 bytes, 64 bytes of
        // input, and the largest output, 128 bytes, twice.
        const long step = 3 * (168 + (8 * 8) + 64 + (2 * 128));
        Assert.Equal(NetworkMemory.ProcessBytes + (3 * 116) + step, NetworkMemory.Of(Tiny(Head.Gap), 3, hasMomentum: true).PeakBytes);
    }

    [Fact]
    public void More_images_a_step_never_take_less() =>
        Gen.Select(Gen.Int[1, 32], Gen.Int[32, 128], Gen.Int[1, 1000], Gen.Int[1, 1000]).Sample((width, resolution, few, more) =>
        {
            var shape = Given.Shape("vgg11", width, resolution, channels: 1, classes: 10);
            var (small, large) = (NetworkMemory.Of(shape, few, hasMomentum: true), NetworkMemory.Of(shape, few + more, hasMomentum: true));
            return small.ActivationBytes < large.ActivationBytes && small.PeakBytes <= large.PeakBytes;
        });

    private static NetworkShape Tiny(Head head, bool batchNorm = false)
    {
        var request = Given.Request("blocks", classes: 3, head: head, batchNorm: batchNorm, blocks: [new(1, 2)]) with { Dense = 5 };
        return NetworkShape.Infer(Given.Network(request), 1, 4).Value!;
    }
}
