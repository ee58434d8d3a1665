using VggSweep.Core.Networks;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast;

/// <summary>Makes the stages of a network: one a layer, but where several layers are quicker in one pass.</summary>
/// <param name="type">fp32 or bf16.</param>
/// <param name="weights">Gets every weight that is made.</param>
internal sealed class StageBuilder(
    TorchNetwork network, SgdOptimizer optimizer, NetworkShape shape, Lanes lanes, ScalarType type, List<Weight> weights)
{
    private readonly Dictionary<string, Tensor> parameters = network.Parameters.ToDictionary(entry => entry.Name, entry => entry.Tensor);
    private readonly Dictionary<string, Tensor> buffers = network.Buffers.ToDictionary(entry => entry.Name, entry => entry.Tensor);
    private readonly Dictionary<string, Tensor> momenta = optimizer.Momenta.ToDictionary(entry => entry.Name, entry => entry.Tensor);

    /// <summary>The index of each stage's first layer, and of its first weight where it has any.</summary>
    public List<(int Layer, int Weight)> Starts { get; } = [];

    public List<Stage> Build()
    {
        var stages = new List<Stage>();
        for (var index = 0; index < shape.Layers.Count;)
        {
            Starts.Add((index, weights.Count));
            var (stage, layers) = Next(index);
            stages.Add(stage);
            index += layers;
        }

        return stages;
    }

    /// <returns>The stage that begins with a layer, and how many layers it is.</returns>
    private (Stage Stage, int Layers) Next(int index)
    {
        var layer = shape.Layers[index];
        switch (layer.Layer)
        {
            case Layer.Convolution(var channels, _, _, _) when index == 0 && Fusion.IsFirstBlockFused(shape):
                return (
                    new FirstConvolutionStage(
                        channels, shape.Resolution, Weight(layer, "weight", false), Weight(layer, "bias", false), type,
                        lanes),
                    3);
            case Layer.Convolution convolution:
                var isHalf = index > 0 && type == ScalarType.BFloat16;
                return (
                    new ConvolutionStage(convolution, Weight(layer, "weight", isHalf), Weight(layer, "bias", isHalf), index == 0, type),
                    1);
            case Layer.Relu when Fusion.IsPooledRelu(shape, index):
                return (new PoolReluStage(new PoolRelu(layer.Input[0], layer.Input[1], layer.Input[2]), lanes), 2);
            case Layer.Relu:
                return (new ReluStage(lanes), 1);
            case Layer.BatchNormalization when Fusion.IsNormalizedInPlace(layer):
                return (Normalization(layer), 1);
            case Layer.Dropout dropout:
                return (new DropoutStage((int)layer.InputSize, dropout.Rate), 1);
            case Layer.Flatten:
                return (new FlattenStage(), 1);
            case Layer.Dense dense:
                var computes = index == shape.Layers.Count - 1 ? ScalarType.Float32 : type;
                var inBf16 = computes == ScalarType.BFloat16;
                return (
                    new DenseStage(
                        (int)layer.InputSize, dense.Units, Weight(layer, "weight", inBf16),
                        Weight(layer, "bias", inBf16), computes, lanes),
                    1);
            default:
                return (Module(layer, index), 1);
        }
    }

    private BatchNormalizationStage Normalization(LayerShape layer) => new(
        Weight(layer, "weight", false), Weight(layer, "bias", false),
        buffers[$"{layer.Name}.running_mean"], buffers[$"{layer.Name}.running_var"], buffers[$"{layer.Name}.num_batches_tracked"], lanes);

    private ModuleStage Module(LayerShape layer, int index)
    {
        string[] learned = layer.Layer is Layer.BatchNormalization ? ["weight", "bias"] : [];
        return new ModuleStage(
            network.Modules[index], [.. learned.Select(name => Weight(layer, name, false))],
            [.. learned.Select(name => parameters[$"{layer.Name}.{name}"])]);
    }

    private Weight Weight(LayerShape layer, string name, bool inBf16)
    {
        var key = $"{layer.Name}.{name}";
        var weight = new Weight(parameters[key], momenta.GetValueOrDefault($"optimizer.{key}"), inBf16, lanes);
        weights.Add(weight);
        return weight;
    }
}
