using VggSweep.Core.Trials;
using VggSweep.Worker.Trainers;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Whose fault it is when memory runs out.</summary>
public sealed class HostMemoryRules
{
    private const long Machine = 8_000;

    [Theory]
    [InlineData(900, 1_000, true)] // within its prediction: others took the memory
    [InlineData(1_200, 1_000, true)] // as far off as predictions are
    [InlineData(1_300, 1_000, false)]
    [InlineData(7_900, 9_000, false)] // was never to fit; somebody forced it
    [InlineData(900, 0, false)] // nothing was predicted
    [InlineData(0, 1_000, false)] // nothing was measured
    [InlineData(long.MaxValue, 1_000, false)]
    public void It_is_the_machines_where_the_trial_kept_to_its_prediction(long needed, long predicted, bool isMachines) =>
        Assert.Equal(isMachines, HostMemory.IsAtFault(needed, predicted, Machine));

    [Fact]
    public void A_trainer_that_the_kernel_killed_is_told_by_that()
    {
        var killed = new TrainerDeath(ExitCode: 137, KilledForMemory: true, "", PeakBytes: 200_000_000);
        Assert.Equal(MachineFaultKind.Memory, Assert.IsType<TrialOutcome.MachineFault>(killed.ToOutcome(predictedBytes: 250_000_000)).Kind);
        Assert.IsType<TrialOutcome.OutOfMemory>(killed.ToOutcome(predictedBytes: 100_000_000));
        Assert.True(
            Assert.IsType<TrialOutcome.Faulted>((killed with { KilledForMemory = false }).ToOutcome(predictedBytes: 250_000_000)).Died);
    }
}
