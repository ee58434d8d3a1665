using CsCheck;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class UnitCubeRules
{
    private static readonly SweepSpec Mixed = Good.Spec("""
        name: a
        parameters:
          lr: { logUniform: [0.001, 0.1] }
          dropout: { uniform: [0.2, 0.6] }
          batchSize: { int: [16, 1000] }
          width: [32, 4, 8]
          head: [dense, gap]
          batchNorm: [true, false]
          seed: [3, 1, 2]
        search: { method: random, maxTrials: 10 }
        """);

    private static readonly SweepSpec Finite = Mixed with
    {
        Parameters = [.. Mixed.Parameters.Where(space => space is not ParameterSpace.Range)],
    };

    private static Gen<double[]> Points(int dimensions) => Gen.Double[0, 1].Array[dimensions];

    [Fact]
    public void A_point_comes_back_as_the_nearest_that_stands_for_a_configuration() => Points(6).Sample(point =>
    {
        var cube = new UnitCube(Mixed, seedsAreReplicates: true);
        var back = cube.Encode(cube.Decode(point))!;
        cube.Snap(point);

        Assert.All(point.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    });

    [Fact]
    public void A_configuration_comes_back_as_itself() => Points(7).Sample(point =>
    {
        var cube = new UnitCube(Mixed, seedsAreReplicates: false);
        var trial = cube.Decode(point);
        var back = cube.Decode(cube.Encode(trial)!);

        Assert.Equal(trial.Lr, back.Lr, 1e-15);
        Assert.Equal(trial.Dropout, back.Dropout, 1e-15);
        Assert.Equal(trial, back with { Lr = trial.Lr, Dropout = trial.Dropout });
    });

    [Fact]
    public void Levels_share_the_interval_equally_and_listed_numbers_keep_their_order()
    {
        var cube = new UnitCube(Mixed, seedsAreReplicates: true);
        int[] widths = [.. Enumerable.Range(0, 6).Select(sixth => cube.Decode([0.5, 0.5, 0.5, (sixth + 0.5) / 6, 0, 0]).Width!.Value)];

        Assert.Equal([4, 4, 8, 8, 32, 32], widths);
    }

    [Fact]
    public void The_ends_of_the_cube_are_the_ends_of_the_ranges()
    {
        var cube = new UnitCube(Mixed, seedsAreReplicates: true);
        var (low, high) = (cube.Decode([0, 0, 0, 0, 0, 0]), cube.Decode([1, 1, 1, 1, 1, 1]));

        Assert.Equal((0.2, 16, 4), (low.Dropout, low.BatchSize, low.Width!.Value));
        Assert.Equal((0.6, 1_000, 32), (high.Dropout, high.BatchSize, high.Width!.Value));
        Assert.Equal(0.001, low.Lr, 1e-15);
        Assert.Equal(0.1, high.Lr, 1e-15);
    }

    [Fact]
    public void Cells_are_numbered_without_gaps()
    {
        var cube = new UnitCube(Finite, seedsAreReplicates: true);

        Assert.Equal(985 * 3 * 2 * 2, cube.Cells);
        Assert.Equal(3, cube.Replicates);
        Assert.Equal(cube.Cells * 3, cube.Count);
        Assert.Null(new UnitCube(Mixed, seedsAreReplicates: true).Cells);
        Gen.Long[0, cube.Cells!.Value - 1].Sample(cell => Assert.Equal(cell, cube.CellOf(cube.Encode(cube.Decode(cube.PointOf(cell)))!)));
    }

    [Fact]
    public void Seeds_are_replicates_of_a_point()
    {
        var cube = new UnitCube(Finite, seedsAreReplicates: true);
        var trials = Enumerable.Range(0, 3).Select(replicate => cube.Decode(cube.PointOf(7), replicate)).ToList();

        Assert.Equal([1, 2, 3], trials.Select(trial => trial.Seed));
        Assert.Equal([0, 1, 2], trials.Select(cube.ReplicateOf));
        Assert.All(trials, trial => Assert.Equal(7, cube.CellOf(cube.Encode(trial)!)));
    }

    [Fact]
    public void A_trial_outside_the_space_has_no_point()
    {
        var cube = new UnitCube(Finite, seedsAreReplicates: true);
        var trial = cube.Decode(cube.PointOf(0));

        Assert.Null(cube.Encode(trial with { Width = 5 }));
        Assert.Null(cube.Encode(trial with { BatchSize = 8 }));
        Assert.Equal(-1, cube.ReplicateOf(trial with { Seed = 9 }));
    }
}
