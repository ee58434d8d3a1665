using VggSweep.Core.Api;
using VggSweep.Results;

namespace VggSweep.Core.Tests.Results;

public sealed class CellRules
{
    [Fact]
    public void A_lucky_seed_does_not_make_its_cell_the_best()
    {
        // The second width has the best single trial and the lower mean.
        var results = Results(
            "{ width: [8, 16], seed: [1, 2, 3] }", trial => (trial.Parameters.Width, trial.Parameters.Seed) switch
            {
                (8, _) => 0.88,
                (_, 1) => 0.91,
                _ => 0.80,
            });

        Assert.Equal(2, results.Cells.Count);
        Assert.Equal(8, results.BestCell!.Parameters.Width);
        Assert.Equal(1, results.Best!.Trial);
    }

    [Fact]
    public void The_best_trial_is_the_best_seed_of_the_best_cell()
    {
        var results = Results(
            "{ width: [8, 16], seed: [1, 2, 3] }",
            trial => (trial.Parameters.Width!.Value / 100.0) + (trial.Parameters.Seed / 1000.0));

        Assert.Equal([4, 5, 6], results.BestCell!.Trials.Select(trial => trial.Trial));
        Assert.Equal(6, results.Best!.Trial);
        Assert.Equal(0.162, results.BestCell.Validation!.Mean, 1e-12);
    }

    [Fact]
    public void What_cannot_be_told_from_the_best_is_named_and_single_seeds_are_not()
    {
        double[] noise = [0, 0.02, -0.02];
        var results = Results(
            "{ width: [8, 16, 32], seed: [1, 2, 3] }",
            trial => (trial.Parameters.Width == 8 ? 0.5 : 0.9 + (trial.Parameters.Width!.Value / 10_000.0))
                + noise[trial.Parameters.Seed - 1]);

        Assert.Equal(32, results.BestCell!.Parameters.Width);
        Assert.Equal([16], results.AsGoodAsBest.Select(cell => cell.Parameters.Width!.Value));
        Assert.Empty(Results("{ width: [8, 16] }", _ => 0.5).AsGoodAsBest);
    }

    [Fact]
    public void Only_completed_trials_are_replicates()
    {
        var results = Results("{ width: [8], seed: [1, 2, 3] }", trial => trial.Parameters.Seed == 2 ? null : 0.5);

        Assert.Equal([1, 3], results.BestCell!.Trials.Select(trial => trial.Trial));
    }

    [Fact]
    public void The_front_has_what_nothing_cheaper_beats_in_the_mean()
    {
        var results = Results(
            "{ width: [8, 16, 32], seed: [1, 2] }", trial => (trial.Parameters.Width, trial.Parameters.Seed) switch
            {
                (8, _) => 0.8,
                (16, 1) => 0.9,
                (16, _) => 0.6,
                _ => 0.85,
            });

        Assert.Equal([8, 32], ParetoFront.Of(results.Cells).Select(cell => cell.Parameters.Width!.Value));
    }

    [Theory]
    [InlineData("{ width: [16, 8], resolution: [56, 32] }", "width", "resolution", "8 16", "32 56", "")]
    [InlineData("{ width: [16, 8], lr: [0.1, 0.02] }", "width", "lr", "8 16", "0.02 0.1", "")]
    [InlineData("{ lr: [0.1, 0.02], resolution: [56, 32], momentum: [0.9, 0] }", "lr", "resolution", "0.02 0.1",
        "32 56", "momentum")]
    [InlineData("{ lr: [0.1, 0.02], momentum: [0.9, 0] }", "momentum", "lr", "0 0.9", "0.02 0.1", "")]
    [InlineData("{ lr: [0.1, 0.02] }", "lr", "resolution", "0.02 0.1", "32", "")]
    [InlineData("{ resolution: [56, 32] }", "width", "resolution", "64", "32 56", "")]
    [InlineData("{ width: [8, 16], seed: [1, 2] }", "width", "resolution", "8 16", "32", "")]
    [InlineData("{ arch: [vgg11, vgg16], resolution: [32, 64] }", "network", "resolution", "vgg11 64|vgg16 64",
        "32 64", "")]
    public void The_grid_has_the_swept_parameters_as_axes(
        string parameters, string row, string column, string rows, string columns, string over)
    {
        var grid = AccuracyGrid.Of(Results(parameters, trial => trial.Trial / 100.0));

        Assert.Equal((row, column), (grid.Row, grid.Column));
        Assert.Equal(rows.Split(rows.Contains('|', StringComparison.Ordinal) ? '|' : ' '), grid.Rows);
        Assert.Equal(columns.Split(' '), grid.Columns);
        Assert.Equal(over, string.Join(' ', grid.Over));
        Assert.All(grid.Cells.SelectMany(cells => cells), Assert.NotNull);
    }

    private static SweepResults Results(string parameters, Func<TrialResult, double?> accuracy) =>
        GivenResults.Of(parameters, accuracy);
}
