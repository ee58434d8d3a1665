using VggSweep.Dashboards;
using VggSweep.TestCluster;

/// <summary>Asks a real Prometheus that scraped a real sweep all that the dashboards ask; who gets no answer is told.</summary>
internal sealed class DashboardCheck(Cluster cluster, Prometheus prometheus)
{
    private const string Interval = "30s";

    private readonly DateTimeOffset since = TimeProvider.System.GetUtcNow();
    private readonly List<string> empty = [];

    /// <summary>Trains a short sweep, one of whose trainers is killed once: a retry is part of what is shown.</summary>
    public async Task<string> TrainAsync()
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("seen", trials: 3, epochs: 12));
        await cluster.UntilAsync("an epoch is recorded", async () => (await cluster.Store.TrialsAsync(sweep)).Any(trial => trial.Done > 0));
        ClusterProcess.Kill(cluster.Workers.First().Trainers()[0]);
        await cluster.UntilAsync("the sweep ends", async () => (await cluster.Store.FindSweepAsync(sweep))!.EndedMs is not null, TimeSpan.FromMinutes(5));
        return sweep;
    }

    /// <returns>The panels, variables and queries without an answer.</returns>
    public async Task<IReadOnlyList<string>> AskAllAsync()
    {
        foreach (var dashboard in Dashboards.All)
        {
            var values = new Dictionary<string, string> { ["$__rate_interval"] = Interval };
            foreach (var variable in dashboard.Variables)
            {
                var found = await prometheus.LabelValuesAsync(variable.Series, variable.Label, since);
                values[$"${variable.Name}"] = string.Join('|', found);
                Note(found.Count > 0, $"{dashboard.Title}: the variable {variable.Name}");
            }

            foreach (var (panel, query) in dashboard.Panels.SelectMany(panel => panel.Queries.Select(query => (panel, query))))
            {
                var expression = values.Aggregate(query.Expression, (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal));
                Note(await prometheus.PointsAsync(expression, since) > 0, $"{dashboard.Title}: {panel.Title}: {expression}");
            }

            foreach (var annotation in dashboard.Annotations)
            {
                // Most of them mark what did not happen here; that they can be asked is what counts.
                await prometheus.PointsAsync(annotation.Expression, since);
            }
        }

        return empty;
    }

    /// <summary>Kills a worker, and ends when that has fired its alert.</summary>
    public async Task LoseWorkerAsync()
    {
        await cluster.Workers.First().KillAsync();
        await cluster.UntilAsync("the alert fires", async () => await prometheus.PointsAsync("ALERTS{alertname=\"WorkerLost\", alertstate=\"firing\"}", since) > 0);
    }

    private void Note(bool hasPoints, string what)
    {
        if (!hasPoints)
        {
            empty.Add(what);
        }
    }
}
