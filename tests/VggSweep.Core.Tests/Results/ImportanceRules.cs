using System.Text.Json;
using VggSweep.Core.Api;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Results.Answers.Importance;

namespace VggSweep.Core.Tests.Results;

public sealed class ImportanceRules
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "importance.json")))
            .RootElement.GetProperty("cases");

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetArrayLength())];

    /// <summary>Optuna 5's evaluator on the same trials, see bench/peers/record_importance.py.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Divergences_are_Optunas(int number)
    {
        var spec = Good.Spec("""
            name: a
            parameters:
              lr: { logUniform: [0.001, 1] }
              dropout: { uniform: [0, 0.9] }
              batchSize: { int: [16, 255] }
              width: [4, 8, 16, 32]
              head: [dense, gap]
            search: { method: random, maxTrials: 1000 }
            """);
        var trials = Recorded[number].GetProperty("trials").EnumerateArray().Select((row, index) => new TrialResult(
            index + 1, TrialState.Completed,
            spec.Base with
            {
                Lr = row[0].GetDouble(),
                Dropout = row[1].GetDouble(),
                BatchSize = row[2].GetInt32(),
                Width = row[3].GetInt32(),
                Head = row[4].GetString() == "gap" ? Head.Gap : Head.Dense,
            },
            spec.Training, 1, row[5].GetDouble(), 0.5, 0.5, 1, 1, null, null, 1, 1));

        var answer = ImportanceQuestion.Of(
            new SweepResults("a-1", SweepState.Completed, DateTimeOffset.UnixEpoch, "", spec, [.. trials]));

        foreach (var expected in Recorded[number].GetProperty("divergences").EnumerateObject())
        {
            Assert.Equal(
                expected.Value.GetDouble(), answer.Parameters.Single(one => one.Parameter == expected.Name).Divergence,
                1e-9);
        }

        Assert.Equal(1, answer.Parameters.Sum(one => one.Share), 1e-12);
        Assert.Equal(answer.Parameters.OrderByDescending(one => one.Share), answer.Parameters);
    }

    [Fact]
    public void What_matters_is_told_from_what_does_not()
    {
        var random = new SeededRandom(2);
        var results = GivenResults.Of(
            "{ width: [8, 16, 32, 48], lr: [0.01, 0.02, 0.05, 0.1, 0.2], momentum: [0, 0.5, 0.9] }",
            trial => 0.9 - (0.02 * Math.Pow(Math.Log2(trial.Parameters.Lr / 0.05), 2))
                + (0.001 * GivenResults.Normal(random)));

        var answer = ImportanceQuestion.Of(results);

        Assert.Equal((60, 6), (answer.Configurations, answer.Top));
        Assert.Equal(("lr", true), (answer.Parameters[0].Parameter, answer.Parameters[0].IsDistinct));
        Assert.InRange(answer.Parameters[0].Share, 0.8, 1);
        Assert.Equal(
            "Indistinguishable from no effect at 90 % confidence: "
            + $"{string.Join(", ", answer.Parameters.Skip(1).Select(one => one.Parameter))}.",
            answer.Sentences[^1]);
    }

    [Fact]
    public void Seeds_are_averaged_and_are_no_parameter()
    {
        var answer = ImportanceQuestion.Of(GivenResults.Of(
            "{ width: [8, 16, 24, 32, 40], lr: [0.01, 0.1], seed: [1, 2, 3] }",
            trial => (trial.Parameters.Width!.Value / 100.0) + (trial.Parameters.Seed / 10.0)));

        Assert.Equal(10, answer.Configurations);
        Assert.Equal(["lr", "width"], answer.Parameters.Select(one => one.Parameter).Order());
        Assert.Contains(
            answer.Sentences, sentence => sentence.StartsWith("Only 2 are among the best", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_configurations_and_equal_results_are_refused()
    {
        var few = ImportanceQuestion.Of(
            GivenResults.Of("{ width: [8, 16, 32], lr: [0.01, 0.02, 0.1] }", trial => trial.Trial));
        Assert.Empty(few.Parameters);
        Assert.Equal(["9 configurations of a-1 are complete; importances need 10 or more."], few.Sentences);
        var equal = ImportanceQuestion.Of(
            GivenResults.Of("{ width: [8, 16], lr: [0.01, 0.02, 0.1, 0.2, 0.5] }", _ => 0.5));
        Assert.Equal(["All configurations have the same result: no parameter matters."], equal.Sentences);
    }

    [Fact]
    public void A_parameter_of_some_configurations_counts_by_those_that_have_it()
    {
        var results = GivenResults.Of(
            "{ head: [dense, gap], width: [4, 8, 12, 16, 20, 24], dense: { when: { head: dense }, values: [16, 32, "
            + "64] } }",
            trial => trial.Parameters.Head == Head.Dense
                ? 0.8 + (trial.Parameters.Dense / 1_000.0) + (trial.Parameters.Width!.Value / 1e5) : 0.5);

        var answer = ImportanceQuestion.Of(results);

        Assert.Equal(24, answer.Configurations);
        Assert.True(
            answer.Parameters.Single(one => one.Parameter == "dense").IsDistinct, string.Join(' ', answer.Sentences));
    }
}
