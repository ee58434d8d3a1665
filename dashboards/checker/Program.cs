using VggSweep.TestCluster;

// What dashboards/check runs: rules, then every query of every dashboard against a Prometheus that scraped a real sweep.
// With "pictures FOLDER", what dashboards/pictures runs: the dashboards, drawn with what such a Prometheus answers.
string[][] checks = [["check", "config", "prometheus.yml"], ["test", "rules", "rules.test.yml"]];
foreach (var check in checks)
{
    if (await Prometheus.ToolAsync(check) is { Length: > 0 } wrong)
    {
        Console.Error.WriteLine(wrong);
        return 1;
    }
}

await using var cluster = new Cluster { Data = SmallNet.Data(), LeaseTtl = args.Length > 0 ? null : TimeSpan.FromSeconds(6) };
await using var prometheus = new Prometheus();
await cluster.StartServersAsync();
await cluster.StartCoordinatorAsync();
cluster.StartWorker();
cluster.StartWorker();
await cluster.UntilAsync("the workers are there", async () => (await cluster.WorkersAsync()).Count == 2);
await prometheus.StartAsync(cluster, interval: args.Length > 0 ? "5s" : "1s");
IReadOnlyList<string> empty, unnoticed = [];
if (args is ["pictures", var folder])
{
    var pictures = new Pictures(prometheus.Queries);
    empty = await pictures.DrawAsync(await new WatchedSweeps(cluster, prometheus).RunAsync(), folder);
}
else
{
    var asked = new DashboardCheck(cluster, prometheus.Queries);
    await asked.TrainAsync();
    await asked.LoseWorkerAsync();
    empty = await asked.AskAllAsync();
    unnoticed = await asked.AskWronglyAsync();
}

foreach (var question in empty)
{
    Console.Error.WriteLine($"No answer: {question}");
}

foreach (var mistake in unnoticed)
{
    Console.Error.WriteLine($"Would not be noticed: {mistake}");
}

Console.WriteLine(
    empty.Count > 0 ? $"{empty.Count} questions have no answer."
    : unnoticed.Count > 0 ? $"{unnoticed.Count} mistakes would not be noticed."
    : args.Length > 0 ? "Every panel has an answer and is drawn."
    : "Every panel and variable has an answer, a lost worker fires its alert, and a renamed metric or an empty panel is noticed.");
return empty.Count + unnoticed.Count == 0 ? 0 : 1;
