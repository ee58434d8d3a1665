using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.RunToEnd;

internal sealed class RunToEndMethod : Method<SchedulerSpec, RunToEndSpec>
{
    public override string Name => "none";

    public override string About => "every trial runs all its epochs";

    protected override RunToEndSpec ReadOptions(SpecSection section) => new();
}
