using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Random;

internal sealed class RandomMethod : Method<SamplerSpec, RandomSpec>
{
    public override string Name => "random";

    public override string About => "maxTrials draws";

    protected override RandomSpec ReadOptions(SpecSection section) => new();

    protected override void Note(RandomSpec options, MethodDraft draft)
    {
        if (draft.Draft.Root.Find("search") is SpecNode.Mapping mapping && mapping.Entries.All(entry => entry.Key.Text != "maxTrials"))
        {
            draft.Errors.Add(mapping, "search", "a random search has no end", "add its number of trials, as maxTrials: 20");
        }
    }
}
