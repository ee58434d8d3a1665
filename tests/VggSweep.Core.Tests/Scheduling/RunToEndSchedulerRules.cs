using VggSweep.Core.Scheduling;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class RunToEndSchedulerRules
{
    [Fact]
    public void Even_a_hopeless_trial_continues_and_the_reason_says_why()
    {
        var scheduler = Schedulers.For(Good.Spec("name: a\nparameters: { lr: 0.1 }\nscheduler: none"));

        var decision = scheduler.Report(new ScheduledTrial(1, 10, 1), new EpochRecord(1, 9.9, 0.1, 9.9, 0.1, 5));

        Assert.Equal(new Decision(Verdict.Continue, "scheduler none: every trial runs all its epochs"), decision);
    }
}
