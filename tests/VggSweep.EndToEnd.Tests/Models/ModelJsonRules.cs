using System.Text.Json.Nodes;
using VggSweep.Cli;
using VggSweep.Cli.Models;
using VggSweep.Core.Networks;

namespace VggSweep.EndToEnd.Tests.Models;

public sealed class ModelJsonRules
{
    [Fact]
    public void A_model_is_written_with_exactly_these_keys_and_the_papers_figures()
    {
        var json = Json(Given.Shape("vgg11"));
        Assert.Equal(["name", "params", "macs", "convMacs", "denseMacs", "activationBytes", "layers"], Keys(json));
        Assert.Equal(("vgg11", 132_863_336L, 7_609_090_048L), ((string)json["name"]!, (long)json["params"]!, (long)json["macs"]!));
        Assert.Equal((7_485_456_384L, 123_633_664L), ((long)json["convMacs"]!, (long)json["denseMacs"]!));
    }

    [Fact]
    public void Every_layer_has_its_name_kind_and_output_without_the_batch()
    {
        var layers = Json(Given.Shape("vgg11", width: 16, channels: 1, classes: 10))["layers"]!.AsArray();
        Assert.All(layers, layer => Assert.Equal(["name", "kind", "output", "params", "macs"], Keys(layer!)));
        Assert.Equal(
            """{"name":"features.0","kind":"convolution","output":[16,224,224],"params":160,"macs":7225344}""",
            layers[0]!.ToJsonString());
        Assert.Equal("""{"name":"classifier.6","kind":"dense","output":[10],"params":40970,"macs":40960}""", layers[^1]!.ToJsonString());
    }

    [Fact]
    public void Kinds_are_the_words_of_the_layer_list()
    {
        string[] expected =
            ["batchNormalization", "convolution", "dense", "dropout", "flatten", "globalAveragePooling", "maxPooling", "relu"];
        var shapes = new[] { Given.Shape("vgg11", batchNorm: true), Given.Shape("vgg11", head: Head.Gap) };
        Assert.Equal(
            expected,
            shapes.SelectMany(shape => Json(shape)["layers"]!.AsArray())
                .Select(layer => (string)layer!["kind"]!)
                .Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Layers_sum_up_to_the_totals_and_activations_grow_with_the_batch()
    {
        var shape = Given.Shape("vgg13", width: 8, resolution: 96);
        var layers = Json(shape)["layers"]!.AsArray();
        Assert.Equal(
            (shape.Params, shape.Macs),
            (layers.Sum(layer => (long)layer!["params"]!), layers.Sum(layer => (long)layer!["macs"]!)));
        Assert.Equal(2 * ModelJson.Of(shape, 64).ActivationBytes, ModelJson.Of(shape, 128).ActivationBytes);
    }

    private static JsonNode Json(NetworkShape shape) => JsonNode.Parse(Terminal.ToJson(ModelJson.Of(shape, 128)))!;

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key);
}
