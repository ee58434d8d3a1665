using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Auto;

internal sealed class AutoMethod : Method<SamplerSpec, AutoSpec>
{
    public const string Key = "auto";

    public override string Name => Key;

    public override string About =>
        "chosen for the space, the objectives, the number of trials and their epochs; the plan says what and why";

    protected override AutoSpec ReadOptions(SpecSection section) => new();
}
