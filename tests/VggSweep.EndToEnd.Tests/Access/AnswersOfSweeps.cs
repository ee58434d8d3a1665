using System.Text.Json.Nodes;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>
/// The commands that answer, on rows of known truth: from a home, and the same from the server that serves it.
/// </summary>
[Collection(nameof(Alone))]
public sealed class AnswersOfSweeps(ServedHome served) : IClassFixture<ServedHome>, IAsyncLifetime
{
    private const int Usage = 2;
    private const int NotFound = 66;

    public async ValueTask InitializeAsync()
    {
        if (await served.Store.FindSweepAsync("wide-1") is null)
        {
            await SweepAsync("wide", "gap", 0.90);
            await SweepAsync("wide", "dense", 0.93);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("best wide-1", "Best: width=32 lr=0.1, validation accuracy 90.70 %")]
    [InlineData("best wide-1 --under macs=10e6 --under lr=0.05",
        "at most 10.0 M MACs and lr at most 0.05: width=16 lr=0.01")]
    [InlineData("best wide-1 --under macs=1", "None of the 12 completed configurations has at most 1 MACs")]
    [InlineData("front wide-1", "on the front of MACs and validation accuracy")]
    [InlineData("front wide-1 --cost seconds", "on the front of seconds and validation accuracy")]
    [InlineData("importance wide-1", "Importance for being among the best 2 of 12 configurations")]
    [InlineData("fit wide-1", "Each network counts with its best lr")]
    [InlineData("advise wide-1 --budget 1h", "would tell most; best so far is width=32 lr=0.1")]
    [InlineData("compare wide-1 wide-2", "On 12 configurations in both, wide-2 gains 3.00 points")]
    public async Task A_home_and_its_server_give_the_same_answer(string command, string expected)
    {
        var (code, text) = await RunAsync(command, AtHome);
        Assert.Equal(0, code);
        Assert.Contains(
            expected, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Equal((0, text), await RunAsync(command, AtServer));

        var home = await RunAsync($"{command} --json", AtHome);
        Assert.Equal(0, home.Code);
        Assert.NotEmpty(JsonNode.Parse(home.Output)!["sentences"]!.AsArray());
        Assert.Equal(home, await RunAsync($"{command} --json", AtServer));
    }

    [Theory]
    [InlineData("best nothing-1", NotFound)]
    [InlineData("compare wide-1 nothing-1", NotFound)]
    [InlineData("best wide-1 --under momentum=0.5", Usage)]
    [InlineData("best wide-1 --under macs", Usage)]
    [InlineData("front wide-1 --cost money", Usage)]
    [InlineData("advise wide-1 --budget 0s", Usage)]
    public async Task What_cannot_be_asked_is_refused_by_both(string command, int expected)
    {
        var (home, server) = (await RunAsync(command, AtHome), await RunAsync(command, AtServer));
        Assert.Equal((expected, expected), (home.Code, server.Code));
        Assert.DoesNotContain("   at ", home.Output + server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answers/best?under=macs", "not a limit")]
    [InlineData("answers/advice?budget=soon", "give a duration above zero")]
    public async Task The_API_says_what_is_wrong_with_a_question(string path, string expected)
    {
        var answer = await served.Client.GetAsync(new Uri(served.Address, $"/api/v1/sweeps/wide-1/{path}"));
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private string AtHome => $"--home {served.Home}";

    private string AtServer => $"--server {served.Address}";

    private async Task<(int Code, string Output)> RunAsync(string command, string where) =>
        await InProcess.RunAsync(served.Home, [.. command.Split(' '), .. where.Split(' ')]);

    /// <summary>Accuracy rises with the width and with lr up to 0.1; seeds differ by 0.2 points.</summary>
    private async Task SweepAsync(string name, string head, double accuracy)
    {
        var yaml = $$"""
            name: {{name}}
            network: { head: {{head}}, resolution: 32, dense: 64, epochs: 1 }
            parameters: { width: [4, 8, 16, 32], lr: [0.01, 0.1, 0.3], seed: [1, 2] }
            """;
        var plan = SweepPlan.Make(SweepSpecReader.Read(yaml).Spec!, new PlanConditions(1, null, []));
        var sweep = await Submission.CreateAsync(served.Store, plan, yaml, file: null, priority: 0);
        foreach (var row in await served.Store.TrialsAsync(sweep))
        {
            var trial = TrialSpecJson.Read(row.Spec).Value!.Parameters;
            var value = accuracy
                + (0.002 * Math.Log2(trial.Width!.Value / 4.0)) - (0.02 * Math.Abs(Math.Log10(trial.Lr / 0.1)))
                + (0.002 * (trial.Seed - 1));
            await CompleteAsync(sweep, row.Number, value, row.Macs / 1e6);
        }

        await served.Store.SetSweepStateAsync(sweep, SweepState.Completed);
    }

    private async Task CompleteAsync(string sweep, int trial, double accuracy, double seconds)
    {
        var numerics = new Numerics("cpu", "", "", 1, "fp32");
        await served.Store.LeaseAsync(sweep, trial, 0, "worker", TimeSpan.FromHours(1), numerics);
        await served.Store.RecordEpochAsync(sweep, trial, 1, new EpochRecord(1, 1, 0.5, 1, accuracy, seconds));
        var weights = new CheckpointReference(1, 0, 1, "weights", "hash", 1);
        await served.Store.EndAttemptAsync(
            sweep, trial, 1, new TrialOutcome.Completed(1, 0.5, weights, 1_000_000), TrialState.Completed,
            isDeath: false);
    }
}
