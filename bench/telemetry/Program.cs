using System.CommandLine;

var cost = new Command("cost", "Processor time of real training with and without telemetry, in ten interleaved pairs.");
cost.SetAction((_, _) => CostBench.RunAsync());
var scrape = new Command("scrape", "Time of a scrape while 64 slots record epochs of 50 sweeps.");
scrape.SetAction((_, _) => ScrapeBench.RunAsync());
var series = new Command("series", "Exposed series before and after 20 sweeps of 200 trials that do nothing, one of them of 3,000.");
series.SetAction((_, _) => SeriesBench.RunAsync());
var root = new RootCommand("What telemetry costs, on real processes; each command exits with 1 when its bound is broken.")
{
    cost, scrape, series,
};
return await root.Parse(args).InvokeAsync();
