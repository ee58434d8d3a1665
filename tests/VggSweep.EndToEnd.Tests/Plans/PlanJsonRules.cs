using System.Text.Json;
using VggSweep.Core.Api;

namespace VggSweep.EndToEnd.Tests.Plans;

public sealed class PlanJsonRules
{
    [Fact]
    public void Each_trial_has_the_documented_keys_and_figures()
    {
        var plan = PlanTextRules.Plan("name: a plan\nparameters: { width: [16, 64] }", slotBytes: 1_000_000_000);

        using var json = JsonDocument.Parse(PlanJson.Write(plan));

        Assert.Equal("a plan", json.RootElement.GetProperty("name").GetString());
        var trials = json.RootElement.GetProperty("trials").EnumerateArray().ToList();
        Assert.Equal(2, trials.Count);
        Assert.Equal(["trial", "parameters", "cost", "admitted", "reason"], trials[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["params", "macs", "peakBytes", "predictedSeconds"],
            trials[0].GetProperty("cost").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, trials[0].GetProperty("trial").GetInt32());
        Assert.Equal(16, trials[0].GetProperty("parameters").GetProperty("width").GetInt32());
        Assert.Equal(43_093_322, trials[0].GetProperty("cost").GetProperty("params").GetInt64());
        Assert.Equal(512_155_648, trials[0].GetProperty("cost").GetProperty("macs").GetInt64());
        Assert.Equal([true, false], trials.Select(trial => trial.GetProperty("admitted").GetBoolean()));
        Assert.Contains("a slot has 1.00 GB", trials[1].GetProperty("reason").GetString());
    }

    [Fact]
    public void Sums_and_equal_networks_follow_the_trials()
    {
        var plan = PlanTextRules.Plan("name: a\nparameters: { resolution: [32, 56] }");

        using var json = JsonDocument.Parse(PlanJson.Write(plan));

        var sums = json.RootElement.GetProperty("sums");
        Assert.Equal(plan.PredictedSeconds, sums.GetProperty("predictedSeconds").GetDouble());
        Assert.True(sums.GetProperty("isGuess").GetBoolean());
        var group = Assert.Single(json.RootElement.GetProperty("equalGeometry").EnumerateArray());
        Assert.Equal([1, 2], group.GetProperty("trials").EnumerateArray().Select(trial => trial.GetInt32()));
    }
}
