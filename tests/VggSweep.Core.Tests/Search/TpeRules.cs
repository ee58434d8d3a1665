using System.Text.Json;
using VggSweep.Core.Networks;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;

namespace VggSweep.Core.Tests.Search;

public sealed class TpeRules
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "tpe.json"))).RootElement.GetProperty("cases");

    private static readonly UnitCube Cube = new(
        Good.Spec("""
            name: a
            parameters:
              lr: { logUniform: [0.001, 1] }
              dropout: { uniform: [0, 0.9] }
              batchSize: { int: [16, 255] }
              width: [4, 8, 16, 32]
              head: [dense, gap]
            search: { method: random, maxTrials: 1 }
            """),
        seedsAreReplicates: true);

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetArrayLength())];

    /// <summary>
    /// Optuna 5's split and densities, see bench/peers/record_tpe.py; densities over the ranges become densities over
    /// the cube.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Densities_are_Optunas(int number)
    {
        var recorded = Recorded[number];
        List<TriedTrial> trials = [.. recorded.GetProperty("trials").EnumerateArray().Select((row, index) => new TriedTrial(
            index + 1, Read(row), row[5].ValueKind == JsonValueKind.Null ? null : row[5].GetDouble(), 1))];
        var split = TpeSplit.Of(new TriedPoints(Cube, new SearchHistory(trials)).All);
        int[] good = [.. recorded.GetProperty("good").EnumerateArray().Select(trial => trial.GetInt32())];
        double[][] points = [.. recorded.GetProperty("points").EnumerateArray().Select(row => Cube.Encode(Read(row))!)];
        var volume = Math.Log(0.9) + Math.Log(Math.Log(1_000));

        Assert.Equal(good.Select(trial => Cube.Encode(trials[trial - 1].Parameters)), split.Good);
        Assert.Equal(trials.Count, split.Good.Count + split.Others.Count);
        AssertDensities(recorded.GetProperty("logGood"), volume, new ParzenEstimator(Cube, split.Good), points);
        AssertDensities(recorded.GetProperty("logOthers"), volume, new ParzenEstimator(Cube, split.Others), points);
    }

    [Fact]
    public void Points_are_drawn_with_their_density()
    {
        var cube = new UnitCube(Good.Spec("name: a\nparameters: { width: [4, 8, 16, 32], head: [dense, gap] }"), seedsAreReplicates: true);
        var estimator = new ParzenEstimator(cube, [cube.PointOf(0), cube.PointOf(3), cube.PointOf(3)]);
        var random = SeededRandom.For(1, "test");
        const int Draws = 20_000;
        var counts = Enumerable.Range(0, Draws).CountBy(_ => cube.CellOf(estimator.Sample(random))).ToDictionary();

        Assert.Equal(1, Enumerable.Range(0, 8).Sum(cell => Probability(cell)), 1e-12);
        Assert.All(Enumerable.Range(0, 8), cell => Assert.InRange(
            counts[cell] - (Draws * Probability(cell)), -5 * Math.Sqrt(Draws * Probability(cell)),
            5 * Math.Sqrt(Draws * Probability(cell))));

        double Probability(int cell) => Math.Exp(estimator.LogDensity(cube.PointOf(cell)));
    }

    [Fact]
    public void Concurrent_trials_of_a_finite_space_never_repeat_and_the_search_ends_with_the_last() =>
        AdaptiveSearch.AssertNeverRepeats(spec => new TpeSampler(spec));

    [Fact]
    public void The_same_history_gives_the_same_proposal() => AdaptiveSearch.AssertRepeatable(spec => new TpeSampler(spec));

    [Fact]
    public void Proposals_move_to_where_results_are_good() => AdaptiveSearch.AssertLearns(spec => new TpeSampler(spec));

    private static void AssertDensities(JsonElement expected, double volume, ParzenEstimator estimator, double[][] points) =>
        Assert.All(
            expected.EnumerateArray().Zip(points),
            pair => Assert.Equal(pair.First.GetDouble() + volume, estimator.LogDensity(pair.Second), 1e-9));

    private static TrialParameters Read(JsonElement row) => new()
    {
        Lr = row[0].GetDouble(),
        Dropout = row[1].GetDouble(),
        BatchSize = row[2].GetInt32(),
        Width = row[3].GetInt32(),
        Head = row[4].GetString() == "gap" ? Head.Gap : Head.Dense,
    };
}
