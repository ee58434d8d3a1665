using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Fast.Stages;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Tests;

/// <summary>Our own loops against libtorch's operations.</summary>
[Collection(OneAtATime.Name)]
public sealed unsafe class FastKernels : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData(8, 32, 128)]
    [InlineData(128, 512, 300)]
    [InlineData(13, 45, 7)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 800, 513)]
    [InlineData(800, 3, 129)]
    public void A_product_is_libtorchs(int m, int n, int k)
    {
        Assert.SkipUnless(MatrixProduct.IsSupported, "without 512-bit vectors the products are libtorch's");
        manual_seed(1);
        var (a, b, c) = (randn(m, k), randn(k, n), randn(m, n));
        var expected = (mm(a, b) * 0.5) + (c * 2);
        foreach (var threads in new[] { 1, 2, 3 })
        {
            var result = c.clone();
            new MatrixProduct(new Lanes(threads)).Multiply(m, n, k, Memory.Floats(a), Memory.Floats(b), Memory.Floats(result), 0.5f, 2);
            Assert.True(allclose(expected, result, 1e-4, 1e-4), $"{(expected - result).abs().max().item<float>()} at {threads} threads");
        }
    }

    [Fact]
    public void With_beta_zero_a_product_does_not_read_its_target()
    {
        Assert.SkipUnless(MatrixProduct.IsSupported, "without 512-bit vectors the products are libtorch's");
        var target = full(9, 33, float.NaN);
        new MatrixProduct(new Lanes(1)).Multiply(
            9, 33, 2, Memory.Floats(ones(9, 2)), Memory.Floats(ones(2, 33)), Memory.Floats(target), 1, 0);
        Assert.True(target.eq(2).all().item<bool>());
    }

    [Fact]
    public void A_matrix_is_turned_over()
    {
        var (matrix, turned) = (randn(37, 53), empty(53, 37));
        new MatrixProduct(new Lanes(2)).Transpose(37, 53, Memory.Floats(matrix), Memory.Floats(turned));
        Same(turned, matrix.t().contiguous());
    }

    [Theory]
    [InlineData(8, 6, 6)]
    [InlineData(16, 7, 9)]
    [InlineData(24, 2, 3)]
    public void Pooling_before_ReLU_is_ReLU_before_pooling(int channels, int height, int width)
    {
        manual_seed(2);
        // Few different values: ties everywhere, as an image's black gives them.
        var input = randint(-2, 3, [3, channels, height, width], ScalarType.Float32).requires_grad_();
        var output = max_pool2d(relu(input), 2);
        var gradient = randn(output.shape);
        output.backward([gradient]);

        var (pool, from) = (new PoolRelu(channels, height, width), Last(input.detach()));
        var (to, marks) = (empty(3, height / 2, width / 2, channels), empty(3L * pool.Marks, ScalarType.Int32));
        pool.Forward<Fp32>(0, 3, Memory.Of(from), Memory.Of(to), (uint*)Memory.Of(marks));
        Same(to, Last(output.detach()));
        pool.Backward<Fp32>(0, 3, Memory.Of(Last(gradient)), (uint*)Memory.Of(marks), Memory.Of(from));
        Same(from, Last(input.grad!));
    }

    [Fact]
    public void A_NaN_passes_pooling_and_ReLU()
    {
        var input = zeros(1, 2, 2, 8);
        input[0, 1, 0, 3] = float.NaN;
        input[0, 1, 1, 3] = 5f;
        var (output, marks) = (empty(1, 1, 1, 8), empty(1, ScalarType.Int32));
        new PoolRelu(8, 2, 2).Forward<Fp32>(0, 1, Memory.Of(input), Memory.Of(output), (uint*)Memory.Of(marks));
        Assert.True(float.IsNaN(output[0, 0, 0, 3].item<float>()));
        Assert.Equal(0, output[0, 0, 0, 2].item<float>());
    }

    [Theory]
    [InlineData(8, 3, 5, 0)]
    [InlineData(24, 9, 7, 100)]
    public void A_batch_normalization_is_libtorchs(int channels, int images, int side, double offset)
    {
        manual_seed(4);
        var module = nn.BatchNorm2d(channels);
        var (mean, variance, batches) = (zeros(channels), ones(channels), zeros(1, ScalarType.Int64));
        using var noMore = no_grad();
        nn.init.normal_(module.weight!);
        nn.init.normal_(module.bias!);
        var lanes = new Lanes(2);
        using var weight = new Weight(module.weight!.clone(), null, inBf16: false, lanes);
        using var bias = new Weight(module.bias!.clone(), null, inBf16: false, lanes);
        var stage = new BatchNormalizationStage(weight, bias, mean, variance, batches, lanes);
        for (var step = 0; step < 3; step++)
        {
            var gradient = randn(images, channels, side, side);
            Tensor input, output;
            using (set_grad_enabled(true))
            {
                input = (randn(images, channels, side, side) + offset).detach().requires_grad_();
                output = module.call(input);
                output.backward([gradient]);
            }

            Near(Last(output.detach()), stage.Forward(Last(input.detach()), isTraining: true), 1e-4);
            Near(Last(input.grad!), stage.Backward(Last(gradient), new StepTerms(new Sgd(0, 0, 0), IsFirst: true, IsLast: false))!, 1e-4);
            Near(module.weight!.grad!, weight.Gradient(isFirst: false), 1e-3);
            Near(module.bias!.grad!, bias.Gradient(isFirst: false), 1e-3);
            module.zero_grad();
        }

        Near(module.running_mean!, mean, 1e-5 * (1 + offset));
        Near(module.running_var!, variance, 1e-4);
        Assert.Equal(3, batches.item<long>());
        module.eval();
        var unseen = randn(images, channels, side, side) + offset;
        Near(Last(module.call(unseen)), stage.Forward(Last(unseen), isTraining: false), 1e-4 * (1 + offset));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    public void Dropout_draws_what_libtorch_draws(double probability)
    {
        manual_seed(7);
        foreach (var count in new[] { 1, 7, 311, 312, 313, 5_000 })
        {
            var before = get_rng_state();
            var expected = empty(count).bernoulli_(probability) * 2;
            var after = get_rng_state();
            set_rng_state(before);
            var actual = empty(count);
            Bernoulli.Fill(actual, probability, 2);
            Same(expected, actual);
            Same(after, get_rng_state());

            // A float takes one word: the next values take theirs across a turn of the generator.
            _ = rand(1);
        }
    }

    [Fact]
    public void Bf16_is_rounded_as_libtorch_rounds()
    {
        manual_seed(3);
        var values = cat([randn(1000) * 1e3,
            tensor([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1.00390625f, 1.01171875f, 3e38f])], 0);
        var (expected, actual) = (values.to(ScalarType.BFloat16), empty(values.numel(), ScalarType.BFloat16));
        for (nint index = 0; index < values.numel(); index += 8)
        {
            Bf16.Store(Memory.Of(actual), index, Fp32.Load(Memory.Of(values), index));
        }

        Same(expected.isnan(), actual.isnan());
        Same(expected.nan_to_num(0), actual.nan_to_num(0));
    }

    public void Dispose() => scope.Dispose();

    private static void Same(Tensor expected, Tensor actual) => Assert.True(expected.eq(actual).all().item<bool>());

    private static void Near(Tensor expected, Tensor actual, double within) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, within);

    private static Tensor Last(Tensor value) => value.permute(0, 2, 3, 1).contiguous();
}
