using TorchSharp;
using TorchSharp.Modules;
using VggSweep.Core.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VggSweep.Trainer.Models;

/// <summary>The torch model of a described network. Its tensors carry torchvision's state-dict names.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly List<(string Name, Module<Tensor, Tensor> Module)> layers = [];
    private readonly Module<Tensor, Tensor>? lastDense;

    /// <summary>Draws the weights from torch's random state: Xavier-uniform, with PyTorch's default biases.</summary>
    /// <param name="device">Where its tensors are. They are drawn on the CPU, and are the same everywhere. Default: the CPU.</param>
    /// <param name="isChannelsLast">
    /// Whether convolutions work on maps with the channels last, which tensor cores want. Default: on CUDA devices.
    /// </param>
    /// <exception cref="InvalidOperationException">The model has another number of parameters than its description.</exception>
    public TorchNetwork(NetworkShape shape, Device? device = null, bool? isChannelsLast = null)
    {
        Device = device ?? CPU;
        layers.AddRange(shape.Layers.Select(layer => (layer.Name, Build(layer).to(Device))));
        if (isChannelsLast ?? Device.type is DeviceType.CUDA)
        {
            foreach (var convolution in Modules.OfType<Conv2d>())
            {
                PutChannelsLast(convolution);
            }
        }

        lastDense = Modules.LastOrDefault(module => module is Linear);
        Parameters = [.. Tensors(module => module.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)))];
        Buffers = [.. Tensors(module => module.named_buffers().Select(entry => (entry.name, entry.buffer)))];
        var count = Parameters.Sum(entry => entry.Tensor.numel());
        if (count != shape.Params)
        {
            throw new InvalidOperationException(
                $"The model of {shape.Network.Name} has {count} parameters, its description {shape.Params}.");
        }
    }

    public Device Device { get; }

    /// <summary>One a layer, in the order of the description.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Modules => [.. layers.Select(layer => layer.Module)];

    /// <summary>What is learned, in the order of the layers.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Parameters { get; }

    /// <summary>The running statistics of batch normalization.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Buffers { get; }

    /// <summary>Lets go of each layer's output as soon as the next has it: only what the backward pass needs stays.</summary>
    /// <param name="images">(N, C, R, R)</param>
    /// <param name="inBf16">All but the first convolution and the last dense layer compute in bf16, from fp32 weights.</param>
    /// <returns>Logits (N, classes).</returns>
    public Tensor Forward(Tensor images, bool inBf16 = false)
    {
        var value = images;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var output = Call(layer, value, inBf16);
            if (!ReferenceEquals(value, images))
            {
                value.Dispose();
            }

            value = output;
        }

        return value;
    }

    /// <summary>Turns dropout and batch statistics on or off.</summary>
    public void Train(bool on)
    {
        foreach (var (_, module) in layers)
        {
            module.train(on);
        }
    }

    /// <summary>The output of the layer of this index; <paramref name="inBf16"/> as in <see cref="Forward"/>.</summary>
    public Tensor Call(int layer, Tensor value, bool inBf16) =>
        inBf16 ? CallRounded(layers[layer].Module, value) : Call(layers[layer].Module, value);

    /// <summary>A layer's output.</summary>
    public static Tensor Call(Module<Tensor, Tensor> layer, Tensor value) =>
        layer is BatchNorm2d module ? Normalize(module, value) : layer.call(value);

    public void Dispose()
    {
        foreach (var (_, module) in layers)
        {
            module.Dispose();
        }
    }

    /// <summary>Maps stay bf16 from the first layer that computes so to the last that does.</summary>
    private Tensor CallRounded(Module<Tensor, Tensor> layer, Tensor value)
    {
        Tensor Rounded(Tensor tensor) => tensor.to(ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        var output = layer switch
        {
            Conv2d c when !ReferenceEquals(c, layers[0].Module) =>
                functional.conv2d(Rounded(value), Rounded(c.weight), Rounded(c.bias!), c.stride, c.padding),
            Linear d when !ReferenceEquals(d, lastDense) => functional.linear(Rounded(value), Rounded(d.weight), Rounded(d.bias!)),
            Linear _ => Call(layer, value.to(ScalarType.Float32)),
            _ => Call(layer, value),
        };
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>In place of the module's own pass, which counts the batches by a scalar that nobody holds.</summary>
    private static Tensor Normalize(BatchNorm2d module, Tensor value)
    {
        if (module.training)
        {
            module.num_batches_tracked!.add_(Scalars.One, Scalars.One);
        }

        return functional.batch_norm(
            value, module.running_mean!, module.running_var!, module.weight, module.bias, module.training,
            Layer.BatchNormalization.Momentum, Layer.BatchNormalization.Epsilon);
    }

    /// <summary>libtorch's convolutions follow the layout of their weights: the same values, another order in memory.</summary>
    private static void PutChannelsLast(Conv2d convolution)
    {
        using var scope = NewDisposeScope();
        var weight = convolution.weight.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2); // (out, in, kernel, kernel)
        var parameter = new Parameter(weight);
        parameter.DetachFromDisposeScope();
        convolution.weight = parameter;
    }

    private IEnumerable<(string Name, Tensor Tensor)> Tensors(Func<Module<Tensor, Tensor>, IEnumerable<(string Name, Tensor Tensor)>> of) =>
        layers.SelectMany(layer => of(layer.Module).Select(entry => ($"{layer.Name}.{entry.Name}", entry.Tensor)));

    private static Module<Tensor, Tensor> Build(LayerShape shape)
    {
        switch (shape.Layer)
        {
            case Layer.Convolution c:
                var convolution = Conv2d(shape.Input[0], c.Channels, c.Kernel, c.Stride, c.Padding);
                init.xavier_uniform_(convolution.weight);
                return convolution;
            case Layer.Dense d:
                var dense = Linear(shape.Input[0], d.Units);
                init.xavier_uniform_(dense.weight);
                return dense;
            case Layer.MaxPooling p:
                return MaxPool2d(p.Kernel, p.Stride);
            case Layer.BatchNormalization:
                return BatchNorm2d(shape.Input[0]);
            case Layer.Relu:
                return ReLU(inplace: true);
            case Layer.Dropout d:
                return Dropout(d.Rate);
            case Layer.Flatten:
                return Flatten();
            case Layer.GlobalAveragePooling:
                return Sequential(AdaptiveAvgPool2d(1), Flatten());
            default:
                throw new InvalidOperationException($"No torch module for {shape.Layer}.");
        }
    }
}
