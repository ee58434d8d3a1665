using System.Text.Json;
using VggSweep.Cli.Reports;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.EndToEnd.Tests.Results;

public sealed class ReportPages
{
    private const string Start = "<script id=\"data\" type=\"application/json\">";

    [Theory]
    [InlineData("<!-- <script>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script></script> --> ]]> &lt; {{script}} \u2028")]
    public void Nothing_in_a_sweep_file_or_in_a_trials_outcome_leaves_the_element_of_the_data(string text)
    {
        var yaml = $"# {text}\nname: a\nparameters: {{ width: [8] }}\n";
        var spec = SweepSpecReader.Read(yaml).Spec!;
        var trials = SweepPlan.Make(spec, new PlanConditions(1, null, [])).Trials.Select(trial => new TrialResult(
            trial.Trial, TrialState.Failed, trial.Parameters, spec.Training, 0, null, null, null, 1, 1, "Faulted", text,
            trial.Cost.Params, trial.Cost.Macs)).ToList();

        var page = ReportPage.Render(
            new SweepResults("a-1", SweepState.Completed, DateTimeOffset.UnixEpoch, yaml, spec, trials), SweepHistory.Of([], [], []),
            DateTimeOffset.UnixEpoch);

        var begin = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var data = page[begin..page.IndexOf('<', begin)];
        Assert.StartsWith("</script>", page[(begin + data.Length)..], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(data);
        Assert.Equal(yaml, json.RootElement.GetProperty("spec").GetString());
        Assert.Equal(text, json.RootElement.GetProperty("trials")[0].GetProperty("detail").GetString());
    }
}
