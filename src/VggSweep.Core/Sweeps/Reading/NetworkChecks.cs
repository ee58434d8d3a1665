using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Whether every combination of arch, width and resolution is a network. Each wrong value is noted once.</summary>
internal static class NetworkChecks
{
    public static void Note(SpecDraft draft, SpecErrors errors)
    {
        var archs = draft.CandidatesOrDefault("arch", draft.Root.At);
        if (!BlocksFit(draft, archs, errors))
        {
            return;
        }

        var trials = archs.Select(arch => draft.Spec.Base with { Arch = (string)arch.Value, Width = null }).ToList();
        NoteWidths(draft, archs, trials, errors);
        foreach (var resolution in draft.CandidatesOrDefault("resolution", draft.Root.At))
        {
            var vanished = trials
                .Select(trial => TrialNetwork.Of(trial with { Resolution = (int)(long)resolution.Value }))
                .FirstOrDefault(network => !network.IsGood);
            if (vanished is not null)
            {
                errors.Add(resolution.At, resolution.Path, vanished.Message, vanished.Fix);
            }
        }
    }

    private static bool BlocksFit(SpecDraft draft, IReadOnlyList<Candidate> archs, SpecErrors errors)
    {
        var own = archs.FirstOrDefault(arch => (string)arch.Value == NetworkFactory.OwnBlocks);
        if (draft.Network.Find(BlocksReader.Key) is not { } blocks)
        {
            if (own is not null)
            {
                errors.Add(own.At, own.Path, "arch is blocks, but network.blocks is missing", "add it, such as [[1, 16], [1, 32]]");
            }

            return own is null;
        }

        if (own is null)
        {
            errors.Add(
                blocks, draft.Network.PathOf(BlocksReader.Key),
                "network.blocks has no effect: arch names another network", "remove arch or the blocks");
        }

        return own is null || draft.Spec.Base.Blocks is not null;
    }

    private static void NoteWidths(
        SpecDraft draft, IReadOnlyList<Candidate> archs, IReadOnlyList<TrialParameters> trials, SpecErrors errors)
    {
        var noted = new HashSet<Candidate>();
        foreach (var (width, at) in Widths(draft))
        {
            foreach (var (trial, arch) in trials.Zip(archs))
            {
                var network = NetworkFactory.Build(TrialNetwork.Request(trial with { Width = width }));
                var hasWidth = TrialNetwork.Resolve(trial).Width is not null;
                var place = hasWidth ? at : arch; // AlexNet takes no width at all, whichever is given
                if (!network.IsGood && noted.Add(place))
                {
                    errors.Add(place.At, place.Path, network.Message, network.Fix);
                }
                else if (network.IsGood && Widest(network.Value) > NetworkFactory.MostChannels && noted.Add(place))
                {
                    errors.Add(
                        place.At, place.Path,
                        $"width {width} gives {arch.Value} layers of more than {NetworkFactory.MostChannels:N0} channels",
                        "lower it");
                }
            }
        }
    }

    /// <summary>Every width of the sweep, the whole numbers of a range one by one.</summary>
    private static IEnumerable<(int Width, Candidate At)> Widths(SpecDraft draft)
    {
        var candidates = draft.Candidates("width");
        return draft.Spaces.FirstOrDefault(space => space.Space.Key == "width") is { Space: ParameterSpace.Integers range } space
            ? Enumerable.Range(0, (int)range.Size!.Value)
                .Select(index => ((int)(long)range.ValueAt(index), new Candidate(range, space.At, "parameters.width")))
            : candidates.Select(width => ((int)(long)width.Value, width));
    }

    private static long Widest(Network network) => network.Layers.OfType<Layer.Convolution>().Max(layer => layer.Channels);
}
