using System.Text.RegularExpressions;
using VggSweep.Core.Telemetry;
using VggSweep.TestCluster;

/// <summary>Asks a real Prometheus that scraped a real sweep all that the dashboards ask; who gets no answer is told.</summary>
internal sealed class DashboardCheck(Cluster cluster, PrometheusQueries prometheus)
{
    private readonly DateTimeOffset since = TimeProvider.System.GetUtcNow();

    /// <summary>Trains a short sweep with rungs, one of whose trainers is killed once: a retry is part of what is shown.</summary>
    public async Task<string> TrainAsync()
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("seen", trials: 4, epochs: 12) + SmallNet.Halving(minimum: 6));
        await cluster.UntilAsync("an epoch is recorded", async () => (await cluster.Store.TrialsAsync(sweep)).Any(trial => trial.Done > 0));
        ClusterProcess.Kill(cluster.Workers.First().Trainers()[0]);
        await cluster.UntilAsync(
            "the sweep ends", async () => (await cluster.Store.FindSweepAsync(sweep))!.EndedMs is not null,
            TimeSpan.FromMinutes(5));
        return sweep;
    }

    /// <summary>Kills a worker, and ends when that has fired its alert.</summary>
    public async Task LoseWorkerAsync()
    {
        await cluster.Workers.First().KillAsync();
        await cluster.UntilAsync(
            "the alert fires",
            async () => await prometheus.PointsAsync("ALERTS{alertname=\"WorkerLost\", alertstate=\"firing\"}", since) > 0);
    }

    /// <returns>The panels, variables and queries of the committed dashboards without an answer.</returns>
    public async Task<IReadOnlyList<string>> AskAllAsync()
    {
        // There are no GPUs here: that their queries can be asked is what counts. The rules' tests have their values.
        foreach (var target in CommittedDashboard.All("devices").SelectMany(dashboard => dashboard.Panels)
            .SelectMany(panel => panel["targets"]!.AsArray()))
        {
            await prometheus.PointsAsync((string)target!["expr"]!, since);
        }

        return await AskAsync(expression => expression);
    }

    /// <summary>The check of the check: each metric is renamed in the queries, and a panel asks for what nobody has.</summary>
    /// <returns>What would go unnoticed.</returns>
    public async Task<IReadOnlyList<string>> AskWronglyAsync()
    {
        var rules = await File.ReadAllTextAsync(Path.Combine(Builds.Repository, "dashboards", "prometheus", "rules.yml"));
        List<string> unnoticed = [];
        foreach (var metric in Metrics.All)
        {
            // Those of the alerts alone are missed by the rules' own tests.
            var own = new Regex($@"\b{metric.Series}(?=_bucket|_sum|_count|\b)");
            var renamed = await AskAsync(
                expression => own.IsMatch(expression) ? own.Replace(expression, $"renamed_{metric.Series}") : null);
            if (renamed.Count == 0 && !own.IsMatch(rules))
            {
                unnoticed.Add($"{metric.Name}, renamed");
            }
        }

        var asked = 0;
        if ((await AskAsync(expression => asked++ == 0 ? "up{job=\"nobody\"}" : expression)).Count != 1)
        {
            unnoticed.Add("an empty panel");
        }

        return unnoticed;
    }

    /// <param name="change">What is asked in the place of a query; null to leave it out.</param>
    private async Task<IReadOnlyList<string>> AskAsync(Func<string, string?> change)
    {
        List<string> empty = [];
        foreach (var dashboard in CommittedDashboard.All())
        {
            var variables = await dashboard.VariablesAsync(prometheus, since);
            empty.AddRange(
                variables.Where(variable => variable.Value.Length == 0).Select(
                    variable => $"{dashboard.Title}: the variable {variable.Key}"));
            foreach (var panel in dashboard.Panels)
            {
                foreach (var query in panel["targets"]!.AsArray().Select(target => change((string)target!["expr"]!)).OfType<string>())
                {
                    var expression = CommittedDashboard.Fill(query, variables);
                    if (await prometheus.PointsAsync(expression, since) == 0)
                    {
                        empty.Add($"{dashboard.Title}: {panel["title"]}: {expression}");
                    }
                }
            }

            // Most of the marks are of what did not happen here; that they can be asked is what counts.
            foreach (var mark in dashboard.Annotations)
            {
                await prometheus.PointsAsync((string)mark["target"]!["expr"]!, since);
            }
        }

        return empty;
    }
}
