using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SweepPlanRules
{
    private static readonly PlanConditions TwoSlots = new(2, null, []);

    [Theory]
    [InlineData("quickstart.yaml", 18)]
    [InlineData("chapter.yaml", 1)]
    [InlineData("chapter-short.yaml", 1)]
    [InlineData("vgg16-19.yaml", 3)]
    [InlineData("nonlinearity.yaml", 8)]
    [InlineData("exercise4.yaml", 20)]
    [InlineData("reference.yaml", 2)]
    [InlineData("asha.yaml", 18)]
    public void The_repositorys_own_files_are_read_and_planned(string file, int trials)
    {
        var plan = SweepPlan.Make(Good.File(file), TwoSlots);

        Assert.Equal(trials, plan.Trials.Count);
        Assert.All(plan.Trials, trial => Assert.True(trial.Admitted));
    }

    [Fact]
    public void The_guess_for_the_quickstart_is_the_two_minutes_that_it_was_seen_to_take() =>
        Assert.InRange(SweepPlan.Make(Good.File("quickstart.yaml"), TwoSlots).PredictedSeconds, 90, 140);

    [Fact]
    public void A_plan_has_what_the_sampler_proposes_numbered_from_one()
    {
        var spec = Good.Spec("name: a\nparameters: { lr: { logUniform: [0.01, 0.1] } }\nsearch: { method: random, maxTrials: 5 }");
        var plan = SweepPlan.Make(spec, TwoSlots);
        var sampler = Samplers.For(spec);

        Assert.Equal(
            Enumerable.Range(0, 5).Select(index => sampler.Propose(index, SearchHistory.Empty)!.Parameters),
            plan.Trials.Select(trial => trial.Parameters));
        Assert.Equal([1, 2, 3, 4, 5], plan.Trials.Select(trial => trial.Trial));
    }

    [Fact]
    public void The_chapters_trial_costs_what_the_fact_sheet_says()
    {
        var cost = Assert.Single(SweepPlan.Make(Good.File("chapter.yaml"), TwoSlots).Trials).Cost;

        Assert.Equal(43_093_322, cost.Params);
        Assert.Equal(512_155_648, cost.Macs);

        // 10 epochs of 60,000 images forward and backward and the test images forward, then those once more.
        Assert.Equal(512_155_648.0 * ((10 * ((3 * 60_000) + 10_000)) + 10_000), cost.TrainingMacs);
        Assert.Equal(4L * 43_093_322, cost.WeightBytes);
        Assert.Equal(cost.WeightBytes, cost.CheckpointBytes); // no momentum

        Assert.InRange(cost.PeakBytes, 1_000_000_000, 2_000_000_000);
    }

    [Fact]
    public void A_trial_of_which_not_one_image_fits_a_slot_is_refused_with_both_figures()
    {
        var spec = Good.Spec("name: a\nparameters: { dense: [64, 16384] }");
        var limit = SweepPlan.Make(spec, TwoSlots).Trials[0].Cost.PeakBytes;
        var plan = SweepPlan.Make(spec, TwoSlots with { SlotBytes = limit });

        Assert.Equal([true, false], plan.Trials.Select(trial => trial.Admitted));
        Assert.Equal(
            $"needs about {AmountText.OfBytes(plan.Trials[1].Cost.PeakBytes)}, but a slot has "
            + $"{AmountText.OfBytes(limit)}: lower batchSize, width or resolution",
            plan.Trials[1].Reason);
        Assert.Equal(plan.Trials[0].Cost.TrainingMacs, plan.TrainingMacs);
    }

    [Fact]
    public void A_trial_of_which_a_part_of_the_batch_fits_is_admitted_in_micro_batches()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [16] }");
        var whole = SweepPlan.Make(spec, TwoSlots).Trials[0];
        var trial = Assert.Single(SweepPlan.Make(spec, TwoSlots with { SlotBytes = whole.Cost.PeakBytes - 1 }).Trials);

        Assert.True(trial.Admitted);
        Assert.EndsWith(", in micro-batches of 64", trial.Reason, StringComparison.Ordinal);
        Assert.True(trial.Cost.PeakBytes < whole.Cost.PeakBytes);

        // The trainer is told this memory, and decides alike.
        Assert.Equal(64, TrialMemory.LargestMicroBatch(TrialNetwork.Of(trial.Parameters).Value!, trial.Parameters, trial.Cost.PeakBytes));
    }

    [Fact]
    public void On_a_device_a_trial_is_held_against_what_it_takes_of_that()
    {
        var spec = Good.Spec("name: a\nparameters: { width: [16] }");
        var device = TwoSlots with { OnDevice = true };
        var whole = SweepPlan.Make(spec, device).Trials[0].Cost.PeakBytes;
        var (fits, parts) = (
            SweepPlan.Make(spec, device with { SlotBytes = whole }).Trials[0],
            SweepPlan.Make(spec, device with { SlotBytes = whole - 1 }).Trials[0]);

        // Differentiation keeps more than our own backward pass.
        Assert.True(whole > SweepPlan.Make(spec, TwoSlots).Trials[0].Cost.PeakBytes);
        Assert.Equal((true, false), (fits.Admitted, fits.Reason.Contains("micro-batches", StringComparison.Ordinal)));
        Assert.EndsWith(", in micro-batches of 64", parts.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalization_is_never_cut_into_micro_batches()
    {
        var spec = Good.Spec("name: a\nnetwork: { batchNorm: true }\nparameters: { width: [16] }");
        var whole = SweepPlan.Make(spec, TwoSlots).Trials[0];
        var trial = Assert.Single(SweepPlan.Make(spec, TwoSlots with { SlotBytes = whole.Cost.PeakBytes - 1 }).Trials);

        Assert.False(trial.Admitted);
        Assert.Contains("batch normalization over micro-batches would change its result", trial.Reason, StringComparison.Ordinal);
        Assert.Equal(whole.Cost.PeakBytes, trial.Cost.PeakBytes);
    }

    [Fact]
    public void Networks_of_equal_geometry_are_grouped_whatever_else_differs()
    {
        var plan = SweepPlan.Make(Good.Spec("name: a\nparameters: { width: [8, 16], resolution: [32, 56, 84], lr: [0.1, 0.2] }"), TwoSlots);

        // Five poolings leave 1, 1 and 2 pixels: 32 and 56 are equal, 84 stands alone.
        Assert.Equal([17_232_938L, 17_927_498L], plan.Groups.Select(group => group.Params));
        Assert.Equal(["vgg11 width 8 at 32", "vgg11 width 8 at 56"], plan.Groups[0].Networks);
        Assert.Equal([1, 2, 3, 4], plan.Groups[0].Trials);
    }

    [Fact]
    public void Disk_holds_all_weights_and_two_checkpoints_of_what_runs()
    {
        var spec = Good.Spec("name: a\nnetwork: { momentum: 0.9 }\nparameters: { width: [8, 16, 32] }");
        var weights = SweepPlan.Make(spec, TwoSlots).Trials.Select(trial => trial.Cost.WeightBytes).ToList();

        Assert.Equal(
            weights[0] + weights[1] + weights[2] + (2 * 2 * (weights[1] + weights[2])),
            SweepPlan.Make(spec, TwoSlots).DiskBytes);
    }

    [Fact]
    public void Asha_is_planned_by_letting_it_judge_results_that_rank_at_random()
    {
        // Eta 3, rungs at 1, 3 and 9 epochs: of 18 trials 6 go on to 3 epochs and 2 of them to 9, give or take the order.
        var plan = SweepPlan.Make(Good.File("asha.yaml"), TwoSlots);

        Assert.InRange(plan.EndEarly, 14, 17);
        Assert.InRange(plan.TrainingMacs, plan.MostTrainingMacs * 0.15, plan.MostTrainingMacs * 0.45);
        Assert.Equal(0, SweepPlan.Make(Good.File("asha.yaml") with { Scheduler = new RunToEndSpec() }, TwoSlots).EndEarly);
    }

    [Fact]
    public void The_longest_trials_start_first_on_as_many_slots_as_the_sweep_may_use()
    {
        var spec = Good.Spec("name: a\nparameters: { epochs: [1, 2, 3] }");
        double Seconds(SweepSpec sweep) => SweepPlan.Make(sweep, TwoSlots).PredictedSeconds;
        var each = SweepPlan.Make(spec, TwoSlots).Trials.Select(trial => trial.Cost.PredictedSeconds).ToList();

        Assert.Equal(each[0] + each[1], Seconds(spec), 1e-9 * each[2]); // the slot of two epochs takes the one of one
        Assert.Equal(each.Sum(), Seconds(spec with { Limits = new LimitsSpec { Slots = 1 } }), 1e-9 * each[2]);
    }

    /// <summary>Of 100,000 trials under a scheduler, which takes minutes.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_plan_can_be_cancelled_while_it_is_made(int seconds)
    {
        var spec = Good.Spec(
            "name: a\nnetwork: { epochs: 10000 }\nparameters: { seed: { int: [1, 1000000000] } }\nsearch: { method: "
            + "random, maxTrials: 100000 }\nscheduler: asha\nasha: { form: stopping, rungs: epochs, minimum: 5000, eta: 2 }");
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        Assert.Throws<OperationCanceledException>(() => SweepPlan.Make(spec, TwoSlots, soon.Token));
    }

    /// <summary>A submission looks at a thousand trials, of however many.</summary>
    [Theory]
    [InlineData("grid", "seed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], width: [4, 8, 12, 16, 20, 24, 28, 32, 36, 40], "
        + "resolution: [32, 36, 40, 44, 48, 52, 56, 60, 64, 68], "
        + "dropout: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "
        + "momentum: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "
        + "batchSize: [8, 16, 24, 32, 40, 48, 56, 64, 72, 80]")]
    [InlineData("random", "lr: { logUniform: [0.001, 1] }, width: [4, 8, 16]")]
    public void A_million_trials_are_planned_for_submission_in_little_memory(string method, string parameters)
    {
        var file = $"name: a\nparameters: {{ {parameters} }}\nsearch: {{ method: {method}, maxTrials: 1000000 }}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = SweepPlan.Make(Good.Spec(file), TwoSlots, Proposer.MostWaiting);
        Assert.Equal((1_000_000, 1_000), (plan.Count, plan.Trials.Count));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 << 20);
    }

    [Fact]
    public void More_than_a_million_trials_are_refused()
    {
        const string File =
            "name: a\nparameters: { lr: { logUniform: [0.01, 1] } }\nsearch: { method: random, maxTrials: 1000001 }";
        Assert.Equal("search.maxTrials", Assert.Single(SweepSpecReader.Read(File).Errors).Path);
    }
}
