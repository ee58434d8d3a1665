namespace VggSweep.Core.Networks;

/// <summary>Expands a preset or own blocks into the list of layers.</summary>
public static class NetworkFactory
{
    /// <summary>The arch of own block lists.</summary>
    public const string OwnBlocks = "blocks";

    /// <summary>Sixteen times the paper's widest layer; keeps the arithmetic of costs from overflowing.</summary>
    public const int MostChannels = 8_192;

    /// <summary>Sixteen times the paper's dense layers; keeps the arithmetic of costs from overflowing.</summary>
    public const int MostUnits = 65_536;

    /// <summary>Every name that may stand for an architecture.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Preset.All.Select(preset => preset.Name), OwnBlocks];

    public static NetworkResult<Network> Build(NetworkRequest request)
    {
        foreach (var (name, units) in new[] { ("dense", request.Dense), ("classes", request.Classes) })
        {
            if (units is < 1 or > MostUnits)
            {
                return NetworkResult.Bad<Network>($"{name} cannot be {units}", $"give a whole number from 1 to {MostUnits:N0}");
            }
        }

        if (request.Arch == OwnBlocks)
        {
            return request.Blocks is { Count: > 0 } own
                ? OfBlocks(request, new Preset(OwnBlocks, own))
                : NetworkResult.Bad<Network>("arch is blocks, but network.blocks is missing", "add it, such as [[1, 16], [1, 32]]");
        }

        if (Preset.Find(request.Arch) is not { } preset)
        {
            return NetworkResult.Bad<Network>($"unknown arch {request.Arch}", $"use one of {string.Join(", ", Names)}");
        }

        return preset.Blocks is not null ? OfBlocks(request, preset)
            : request.Width is not null ? NetworkResult.Bad<Network>(
                $"{preset.Name} has no width: its layers are fixed", "omit width, or use a VGG")
            : NetworkResult.Good(AlexNet(request, preset.Name));
    }

    private static NetworkResult<Network> OfBlocks(NetworkRequest request, Preset preset)
    {
        var first = preset.Blocks![0].Channels;
        var width = request.Width ?? first;
        if (width < 1)
        {
            return NetworkResult.Bad<Network>($"width {width} leaves {preset.Name} no channels", "give 1 or more");
        }

        if (preset.Blocks.FirstOrDefault(block => (long)block.Channels * width % first != 0) is { } uneven)
        {
            return NetworkResult.Bad<Network>(
                $"width {width} gives the block of {uneven.Channels} channels {(double)uneven.Channels * width / first:0.##} channels",
                $"use a multiple of {first / GreatestCommonDivisor(first, uneven.Channels)}");
        }

        if (preset.Blocks.Max(block => (long)block.Channels * width / first) > MostChannels)
        {
            return NetworkResult.Bad<Network>(
                $"width {width} gives {preset.Name} layers of more than {MostChannels:N0} channels", "lower it");
        }

        var blocks = preset.Blocks.Select(block => block with { Channels = (int)((long)block.Channels * width / first) });
        return NetworkResult.Good(new Network(preset.Name, Layers(request, blocks, preset.PointwiseFrom)));
    }

    private static List<Layer> Layers(NetworkRequest request, IEnumerable<Block> blocks, int? pointwiseFrom)
    {
        var layers = new List<Layer>();
        foreach (var (block, index) in blocks.Select((block, index) => (block, index)))
        {
            for (var convolution = 1; convolution <= block.Convolutions; convolution++)
            {
                var isPointwise = index + 1 >= pointwiseFrom && convolution == block.Convolutions;
                AddConvolution(layers, request, isPointwise ? new(block.Channels, 1, 1, 0) : new(block.Channels, 3, 1, 1));
            }

            layers.Add(new Layer.MaxPooling(2, 2));
        }

        AddHead(layers, request, dropoutFirst: false);
        return layers;
    }

    private static Network AlexNet(NetworkRequest request, string name)
    {
        var isTorchvision = name == "alexnet-torchvision";
        (Layer.Convolution Convolution, bool IsPooled)[] features = isTorchvision
            ? [
                (new(64, 11, 4, 2), true), (new(192, 5, 1, 2), true), (new(384, 3, 1, 1), false), (new(256, 3, 1, 1), false),
                (new(256, 3, 1, 1), true),
            ]
            : [
                (new(96, 11, 4, 1), true), (new(256, 5, 1, 2), true), (new(384, 3, 1, 1), false), (new(384, 3, 1, 1), false),
                (new(256, 3, 1, 1), true),
            ];
        var layers = new List<Layer>();
        foreach (var (convolution, isPooled) in features)
        {
            AddConvolution(layers, request, convolution);
            if (isPooled)
            {
                layers.Add(new Layer.MaxPooling(3, 2));
            }
        }

        AddHead(layers, request, dropoutFirst: isTorchvision);
        return new Network(name, layers);
    }

    private static void AddConvolution(List<Layer> layers, NetworkRequest request, Layer.Convolution convolution)
    {
        layers.Add(convolution);
        if (request.BatchNorm)
        {
            layers.Add(new Layer.BatchNormalization());
        }

        layers.Add(new Layer.Relu());
    }

    private static void AddHead(List<Layer> layers, NetworkRequest request, bool dropoutFirst)
    {
        if (request.Head is Head.Gap)
        {
            layers.Add(new Layer.GlobalAveragePooling());
        }
        else
        {
            var dropout = new Layer.Dropout(request.Dropout);
            Layer[] hidden = dropoutFirst
                ? [dropout, new Layer.Dense(request.Dense), new Layer.Relu()]
                : [new Layer.Dense(request.Dense), new Layer.Relu(), dropout];
            layers.AddRange([new Layer.Flatten(), .. hidden, .. hidden]);
        }

        layers.Add(new Layer.Dense(request.Classes));
    }

    private static int GreatestCommonDivisor(int left, int right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
