using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SweepStateRules
{
    [Theory]
    [InlineData(SweepState.Failed, TrialState.Failed)]
    [InlineData(SweepState.Failed, TrialState.Failed, TrialState.Cancelled)]
    [InlineData(SweepState.Completed, TrialState.Failed, TrialState.Completed)]
    [InlineData(SweepState.Completed, TrialState.Failed, TrialState.Pruned)]
    [InlineData(SweepState.Completed, TrialState.Cancelled)]
    public void A_sweep_at_its_end_has_failed_when_nothing_of_it_was_trained(SweepState shown, params TrialState[] trials) =>
        Assert.Equal(shown, SweepState.Completed.Shown(trials.CountBy(state => state).ToDictionary()));

    [Theory]
    [InlineData(SweepState.Running)]
    [InlineData(SweepState.Stopped)]
    [InlineData(SweepState.Cancelled)]
    public void A_sweep_that_is_not_at_its_own_end_keeps_its_state(SweepState state) =>
        Assert.Equal(state, state.Shown(new Dictionary<TrialState, int> { [TrialState.Failed] = 3 }));
}
