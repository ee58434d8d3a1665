using System.Text.RegularExpressions;
using VggSweep.Cli.Plans;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests.Plans;

public sealed class PlanTextRules
{
    private const string Quickstart = """
        name: quickstart
        network: { head: gap, batchNorm: true, batchSize: 64, momentum: 0.9, epochs: 1 }
        parameters: { width: [8, 16], resolution: [32, 48, 56] }
        training: { images: 20000 }
        """;

    [Fact]
    public void A_plan_without_history_calls_its_time_a_guess_and_shows_the_subset()
    {
        var text = Text(Plan(Quickstart));

        Assert.Contains("width=8 resolution=32", text);
        Assert.Contains("width=16 resolution=56", text);
        Assert.Contains("6 trials on a seeded subset of 20,000 training images", text);
        Assert.Contains("on 2 slots: a guess", text);
        Assert.Contains("of disk for checkpoints", text);
        Assert.Contains("parameters: vgg11 width 8 at 32, 48, 56\n", text);
        Assert.Single(Regex.Matches(text, "differ in cost"));
    }

    [Fact]
    public void A_plan_says_when_the_test_images_choose()
    {
        var text = Text(Plan("name: a\nparameters: { width: [8] }\ntraining: { validationImages: 0 }"));
        Assert.Contains("1 trial on all 60,000 training images; the best is chosen on the test images", text);
    }

    [Fact]
    public void The_slots_shown_are_those_that_the_sweep_may_use() =>
        Assert.Contains("on 1 slot:", Text(Plan("name: a\nparameters: { width: [8, 16] }\nlimits: { slots: 1 }")));

    [Fact]
    public void With_history_the_time_is_not_a_guess()
    {
        var text = Text(Plan(Quickstart, history: [new ThroughputSample(2_000_000, 1e11, 10)]));

        Assert.DoesNotContain("guess", text);
    }

    [Fact]
    public void No_line_is_wider_than_the_console_and_no_escape_is_written_to_a_pipe()
    {
        var text = Text(Plan("""
            name: a
            parameters:
              { width: [8, 16], resolution: [32, 224], lr: [0.1, 0.01], momentum: [0, 0.9], weightDecay: [0, 0.0005], batchSize: [64, 128] }
            """));

        Assert.DoesNotContain('\u001b', text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_long_plan_shows_its_first_twenty_and_last_five_trials_unless_all_are_asked_for()
    {
        var plan = Plan(
            $"name: a\nnetwork: {{ width: 8, resolution: 32 }}\nparameters: {{ seed: [{string.Join(", ", Enumerable.Range(100, 40))}] }}");

        var shortened = Text(plan);
        Assert.Contains("seed=119", shortened);
        Assert.Contains("15 more: --all", shortened);
        Assert.DoesNotContain("seed=120", shortened);
        Assert.DoesNotContain("seed=134", shortened);
        Assert.Contains("seed=135", shortened);
        Assert.Contains("seed=139", shortened);

        var whole = Text(plan, all: true);
        Assert.All(Enumerable.Range(100, 40), seed => Assert.Contains($"seed={seed}", whole));
        Assert.DoesNotContain("--all", whole);
    }

    [Fact]
    public void A_plan_of_twenty_five_trials_is_shown_whole()
    {
        var text = Text(
            Plan(
                $"name: a\nnetwork: {{ width: 8, resolution: 32 }}\nparameters: "
                + $"{{ seed: [{string.Join(", ", Enumerable.Range(100, 25))}] }}"));

        Assert.All(Enumerable.Range(100, 25), seed => Assert.Contains($"seed={seed}", text));
        Assert.DoesNotContain("more trial", text);
    }

    [Fact]
    public void A_refused_trial_is_named_with_its_figures()
    {
        var text = Text(Plan("name: a\nparameters: { width: [8, 64] }", slotBytes: 1_000_000_000));

        Assert.Contains("Trial 2 needs about", text);
        Assert.Contains("a slot has 1.00 GB", text.ReplaceLineEndings(" "));
        Assert.Contains("1 of 2 trials does not fit in memory. ", text.ReplaceLineEndings(" "));
        Assert.Contains("1 trial on all 55,000 training images", text);
    }

    [Fact]
    public void A_plan_of_which_nothing_fits_has_no_sums()
    {
        var text = Text(Plan("name: a\nparameters: { width: [64] }", slotBytes: 1_000_000_000));

        Assert.DoesNotContain("0 trials", text);
        Assert.Contains("The only trial does not fit in memory. ", text.ReplaceLineEndings(" "));
    }

    [Theory]
    [InlineData("width * resolution <= 512", "2 of 6 configurations are excluded: 2 by width * resolution <= 512")]
    [InlineData("seconds <= 1e-9", "6 of 6 configurations are excluded: 6 by seconds <= 1e-9")]
    public void A_plan_says_what_constraints_exclude_even_if_it_is_everything(string constraint, string sentence) =>
        Assert.Contains(sentence, Text(Plan($"{Quickstart}\nconstraints: [{constraint}]")).ReplaceLineEndings(" "));

    [Fact]
    public async Task A_sweep_that_has_nothing_to_try_is_not_stored()
    {
        using var folder = new TemporaryFolder();
        using var held = HomeLock.Take(folder.Path, "test", DateTimeOffset.UnixEpoch);
        await using var store = SweepStore.Open(held, TimeProvider.System);
        var yaml = $"{Quickstart}\nconstraints: [seconds <= 1e-9]";

        var refusal = await Assert.ThrowsAsync<NothingToTryException>(
            () => Submission.CreateAsync(store, Plan(yaml), yaml, file: null, priority: 0));

        Assert.Equal(
            "The sweep has nothing to try: 6 of 6 configurations are excluded: 6 by seconds <= 1e-9. "
            + "Relax a constraint, or add values that meet all of them.",
            refusal.Message);
        Assert.Empty(await SweepRows.ListAsync(store));
    }

    [Fact]
    public void The_parameters_of_a_plan_with_one_value_each_are_shown() =>
        Assert.Contains("lr=1e-5 batchSize=128", Text(Plan("name: a\nparameters: { lr: [0.00001], batchSize: [128] }")));

    internal static SweepPlan Plan(string yaml, long? slotBytes = null, IReadOnlyCollection<ThroughputSample>? history = null)
    {
        var reading = SweepSpecReader.Read(yaml);
        Assert.Empty(reading.Errors);
        return SweepPlan.Make(reading.Spec!, new PlanConditions(2, slotBytes, history ?? []));
    }

    private static string Text(SweepPlan plan, bool all = false) => Golden.Text(80, console => new PlanText(plan, console).Render(all));
}
