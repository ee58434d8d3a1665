using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Sobol;

internal sealed class SobolMethod : Method<SamplerSpec, SobolSpec>
{
    public override string Name => "sobol";

    public override string About => "maxTrials evenly spread trials";

    protected override SobolSpec ReadOptions(SpecSection section) => new();

    protected override void Note(SobolSpec options, MethodDraft draft) => SearchEnd.Note(Name, draft);
}
