using VggSweep.Cli;
using VggSweep.Cli.Exports;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.EndToEnd.Tests.Results;

/// <summary>The parts of tables: reasons, charts, wrapped sentences, export columns.</summary>
public sealed class TrialTableRules
{
    private static readonly TrialResult Trial = new(
        1, TrialState.Pending, new TrialParameters(), new TrainingSpec(), 0, null, null, null, 0, 0, null, null, 1, 1);

    [Theory]
    [InlineData(TrialState.Failed, "OutOfMemory", "there was not enough memory for batch size 64; use fewer slots", "out of memory")]
    [InlineData(TrialState.Pruned, "Pruned", "rung 1 (3 epochs): validation accuracy 80.00 % is rank 3 of 3", "rung 1")]
    [InlineData(TrialState.Cancelled, "Cancelled", "3 trials failed, limits.failedTrials is 3", "3 trials failed")]
    [InlineData(TrialState.Pending, "MachineFault", "the disk is full", "machine fault")]
    [InlineData(TrialState.Pending, "Released", "", "")]
    [InlineData(TrialState.Completed, "Completed", null, "")]
    public void A_reason_is_a_few_words(TrialState state, string outcome, string? detail, string reason) =>
        Assert.Equal(reason, TrialReason.Short(Trial with { State = state, Outcome = outcome, Detail = detail }));

    [Fact]
    public void A_state_has_no_color_that_cannot_be_read_on_white()
    {
        var states = Enum
            .GetNames<TrialState>()
            .Concat(Enum.GetNames<SweepState>())
            .Concat(Enum.GetNames<WorkerState>())
            .Append("starting");

        Assert.All(states, state => Assert.Matches(@"^\[(green|red|bold|grey)\]", StateMarkup.Of(state.ToLowerInvariant())));
    }

    [Fact]
    public void A_chart_rises_from_the_least_to_the_greatest_value_and_names_both()
    {
        var lines = LineChart.Of([('*', [10, 55, 100])], width: 40, isUnicode: false);

        Assert.Equal(LineChart.Height + 2, lines.Count);
        Assert.All(lines, line => Assert.True(line.Length <= 40, line));
        Assert.Matches(@"^ 100\.0 \| +\*+$", lines[0]);
        Assert.Matches(@"^  10\.0 \|\*+$", lines[LineChart.Height - 1]);
        Assert.EndsWith("3", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_of_values_that_are_no_numbers_is_empty() =>
        Assert.DoesNotContain(
            "*", string.Concat(LineChart.Of([('*', [double.NaN, double.NaN, double.NaN])], 40, isUnicode: false)),
            StringComparison.Ordinal);

    [Fact]
    public void A_command_in_backticks_is_never_broken()
    {
        var lines = Sentences.Wrap("No sweep here; `vggsweep run sweeps/quickstart.yaml --home /a` makes one.", 30);

        Assert.Equal(["No sweep here;", "`vggsweep run sweeps/quickstart.yaml --home /a`", "makes one."], lines);
    }

    [Fact]
    public void A_wrapped_sentence_keeps_its_own_spaces() =>
        Assert.Equal(["  a   b", "c"], Sentences.Wrap("  a   b c", 8));

    [Fact]
    public void An_export_has_blocks_threads_times_test_loss_and_why_a_trial_failed()
    {
        var trial = Trial with
        {
            Parameters = new TrialParameters { Arch = "blocks", Blocks = [new Block(1, 16), new Block(2, 32)] },
            Detail = "the disk is full",
            Numerics = new Numerics("cpu", "avx512", "2.10", 2, "fast"),
            TestLoss = 0.25,
            Started = DateTimeOffset.UnixEpoch,
            Ended = null,
        };

        object? Value(string name) => TrialColumn.All.Single(column => column.Name == name).Value(null!, trial);
        Assert.Equal("[[1, 16], [2, 32]]", Value("blocks"));
        Assert.Equal("the disk is full", Value("detail"));
        Assert.Equal(2, Value("threads"));
        Assert.Equal(0.25, Value("testLoss"));
        Assert.Equal("1970-01-01T00:00:00.000Z", Value("started"));
        Assert.Null(Value("ended"));
    }
}
