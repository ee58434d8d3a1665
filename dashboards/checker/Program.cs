using VggSweep.TestCluster;

// What dashboards/check runs: rules, then every query of every dashboard against a Prometheus that scraped a real sweep.
string[][] checks = [["check", "config", "prometheus.yml"], ["test", "rules", "rules.test.yml"]];
foreach (var check in checks)
{
    if (await Prometheus.ToolAsync(check) is { Length: > 0 } wrong)
    {
        Console.Error.WriteLine(wrong);
        return 1;
    }
}

await using var cluster = new Cluster { Data = SmallNet.Data(), LeaseTtl = TimeSpan.FromSeconds(6) };
await using var prometheus = new Prometheus();
await cluster.StartServersAsync();
await cluster.StartCoordinatorAsync();
cluster.StartWorker();
cluster.StartWorker();
await cluster.UntilAsync("the workers are there", async () => (await cluster.WorkersAsync()).Count == 2);
await prometheus.StartAsync(cluster);
var asked = new DashboardCheck(cluster, prometheus);
await asked.TrainAsync();
await asked.LoseWorkerAsync();
var empty = await asked.AskAllAsync();
foreach (var question in empty)
{
    Console.Error.WriteLine($"No answer: {question}");
}

Console.WriteLine(empty.Count == 0 ? "Every panel and variable has an answer, and a lost worker fires its alert." : $"{empty.Count} questions have no answer.");
return empty.Count == 0 ? 0 : 1;
