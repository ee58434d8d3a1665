using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary><c>simulate</c> and <c>plan</c> of searches, as a person types them.</summary>
public sealed class Simulations
{
    private const string Yaml =
        """
        name: space
        network: { arch: narrow, head: gap, resolution: 32, epochs: 4 }
        parameters: { width: [4, 8], lr: { logUniform: [0.01, 0.2] } }
        search: SEARCH
        training: { images: 500 }
        """;

    [Fact]
    public async Task It_compares_the_files_search_with_others_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("space.yaml", Yaml.Replace("SEARCH", "{ method: tpe, maxTrials: 12 }", StringComparison.Ordinal));
        var simulated = (await VggSweepProgram.RunAsync(folder.Path, "simulate", file, "--seeds", "2", "--slots", "2", "--json"))
            .Expect(0).Json;
        var names = simulated["methods"]!.AsArray().Select(method => (string)method!["name"]!).ToList();
        Assert.Equal("tpe + none", names[0]);
        Assert.Contains("tpe + asha", names);
        Assert.Contains("gp + none", names);
        Assert.DoesNotContain("grid + none", names);
        Assert.Equal((2, 2), ((int)simulated["seeds"]!, (int)simulated["slots"]!));
        Assert.False(Directory.Exists(folder.Home));
    }

    [Fact]
    public async Task The_plan_says_what_auto_chose_and_how_far_the_budget_reaches()
    {
        using var folder = new TemporaryFolder();
        var search = "{ method: auto, maxTrials: 40, budget: { macs: 2e11 } }";
        var file = folder.Write("space.yaml", Yaml.Replace("SEARCH", search, StringComparison.Ordinal));
        var plan = (await VggSweepProgram.RunAsync(folder.Path, "plan", file, "--json")).Expect(0).Json;
        Assert.StartsWith("gp, which learns most from 40 trials; topK", (string)plan["chosen"]!, StringComparison.Ordinal);
        Assert.InRange((int)plan["sums"]!["withinBudget"]!, 1, 39);
        Assert.InRange((double)plan["sums"]!["trainingMacs"]!, 1e11, 2e11);
        var text = (await VggSweepProgram.RunAsync(folder.Path, "plan", file)).Expect(0).Output;
        Assert.Contains("search: auto chose gp", text, StringComparison.Ordinal);
        Assert.Contains("the budget has room for about ", text, StringComparison.Ordinal);
    }
}
