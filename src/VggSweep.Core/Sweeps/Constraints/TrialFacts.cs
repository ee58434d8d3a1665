using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>What constraints may ask of a configuration.</summary>
/// <param name="has">Whether the configuration has the parameter of a key.</param>
/// <param name="cost">Made when it is first asked for: it needs the network.</param>
/// <param name="isMeasured">Whether the costs that depend on the machine are known.</param>
internal sealed class TrialFacts(TrialParameters trial, Func<string, bool> has, Func<TrialCost> cost, bool isMeasured)
{
    private TrialCost? known;

    public TrialCost Cost => known ??= cost();

    /// <summary>Null until a plan has bound the sweep to a machine.</summary>
    public TrialCost? MachineCost => isMeasured ? Cost : null;

    /// <summary>The value; null when the configuration has none.</summary>
    public object? ValueOf(TrialParameter parameter) => has(parameter.Key) ? parameter.Get(trial) : null;
}
