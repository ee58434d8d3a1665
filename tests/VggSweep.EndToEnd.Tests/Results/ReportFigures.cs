using VggSweep.Cli.Reports;

namespace VggSweep.EndToEnd.Tests.Results;

/// <summary>What the report's page is given to draw.</summary>
public sealed class ReportFigures
{
    private const string TwoSeeds =
        "name: a\nnetwork: { arch: vgg11, head: gap, resolution: 32, epochs: 4 }\nparameters: { width: [8, 16], seed: [1, 2] }\n";

    [Fact]
    public void A_cell_is_the_mean_over_its_seeds_and_the_best_mean_is_chosen()
    {
        var data = Read(MadeUpSweep.Study);

        var chosen = Assert.Single(data.Cells, cell => cell.IsBest);
        Assert.Equal(("width=16 resolution=56 lr=0.1", 3), (chosen.Label, chosen.Trials.Count));
        Assert.Equal(data.Cells.Max(cell => cell.Score.Mean), chosen.Score.Mean);
        Assert.Equal(
            chosen.Trials.Average(trial => data.Trials.Single(one => one.Trial == trial).ValidationAccuracy!.Value),
            chosen.Score.Mean, 1e-12);
        Assert.True(data.Curves[0].IsBest);
    }

    [Fact]
    public void The_epoch_whose_mean_was_best_is_named_beside_the_last_one()
    {
        var results = MadeUpSweep.Results(TwoSeeds);
        var history = MadeUpSweep.History(results);
        var falling = history with
        {
            Epochs = history.Epochs.ToDictionary(
                trial => trial.Key,
                trial => (IReadOnlyList<Core.Trials.EpochRecord>)
                    [.. trial.Value.Select(one => one with { ValidationAccuracy = one.Epoch == 2 ? 0.9 : 0.8 })]),
        };

        var curve = ReportReader.Read(results, falling, DateTimeOffset.UnixEpoch).Curves[0];

        Assert.Equal((2, 0.9), (curve.BestEpoch, Math.Round(curve.BestScore, 12)));
        Assert.Equal(4, curve.Epochs[^1].Epoch);
    }

    [Fact]
    public void Cells_whose_tensors_have_equal_shapes_share_a_number()
    {
        var data = Read(MadeUpSweep.OneEpoch);

        Assert.Equal([1, 1, 1, 2, 2, 2], data.Cells.Select(cell => cell.Geometry));
        Assert.False(data.Grid.IsOneShape);
        Assert.True(Read(MadeUpSweep.OneEpoch.Replace("width: [8, 16]", "width: [8]", StringComparison.Ordinal)).Grid.IsOneShape);
    }

    [Fact]
    public void A_rung_counts_who_advanced_and_who_waits()
    {
        var rungs = Read(MadeUpSweep.Study).Rungs;

        Assert.Equal(
            [(1, 54, 27, 27), (3, 54, 27, 27)],
            rungs.Select(rung => (rung.Epoch, rung.Compared, rung.Advanced, rung.Paused)));
        Assert.All(rungs, rung => Assert.True(rung.Best > rung.WorstAdvanced));
    }

    [Fact]
    public void A_lost_attempt_and_its_successor_lie_on_their_workers()
    {
        var attempts = Read(MadeUpSweep.Study).Attempts.Where(attempt => attempt.Trial == 3);

        Assert.Equal(
            [("worker-b", 1, 60.0, 72.0, "lost"), ("worker-a", 2, 75.0, 98.0, "completed")],
            attempts.Select(one => (one.Worker, one.Attempt, one.Start, one.End, one.Ending)));
    }

    [Fact]
    public void A_range_of_many_values_is_an_axis_of_intervals()
    {
        var data = Read(
            "name: a\nnetwork: { arch: vgg11, head: gap, resolution: 32 }\n"
            + "parameters: { width: [8, 16], lr: { logUniform: [0.001, 0.1] } }\nsearch: { method: random, maxTrials: 80 }\n");

        Assert.Equal(("width", "lr"), (data.Grid.Row, data.Grid.Column));
        Assert.Equal(8, data.Grid.Columns.Count);
        Assert.Empty(data.Grid.Over);
    }

    private static ReportData Read(string yaml)
    {
        var results = MadeUpSweep.Results(yaml);
        return ReportReader.Read(results, MadeUpSweep.History(results), DateTimeOffset.UnixEpoch);
    }
}
