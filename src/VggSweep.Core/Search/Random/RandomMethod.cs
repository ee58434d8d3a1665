using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Random;

internal sealed class RandomMethod : Method<SamplerSpec, RandomSpec>
{
    public override string Name => "random";

    public override string About => "maxTrials draws";

    protected override RandomSpec ReadOptions(SpecSection section) => new();

    protected override void Note(RandomSpec options, MethodDraft draft) => SearchEnd.Note(Name, draft);
}
