using System.CommandLine;

var trials = new Option<int[]>("--trials")
{
    Description = "Sizes of the sweeps, one after another.",
    DefaultValueFactory = _ => [1_000, 10_000],
    AllowMultipleArgumentsPerToken = true,
};
var workers = new Option<int>("--workers") { Description = "Worker processes of one slot.", DefaultValueFactory = _ => 8 };
var root = new RootCommand(
    "What a trial costs that trains nothing: a cluster of real processes on PostgreSQL, beside Optuna on PostgreSQL "
    + "and dask.distributed in the same run.") { trials, workers };
root.SetAction((parsed, _) => OrchestrationBench.RunAsync(parsed.GetValue(trials)!, parsed.GetValue(workers)));

var shares = new Command("shares", "Four sweeps of one priority at once, with trainers that train: the share of slot time that each gets.");
shares.SetAction((_, _) => SharesBench.RunAsync());
root.Subcommands.Add(shares);

var turns = new Option<int>("--turns")
{
    Description = "Ten seconds without readers and ten with them each.",
    DefaultValueFactory = _ => 3,
};
var readers = new Command(
    "readers",
    "Two readers that ask for a sweep of 10,000 trials without a pause: what they leave of the epochs recorded a second.") { turns };
readers.SetAction((parsed, _) => ReadersBench.RunAsync(parsed.GetValue(turns)));
root.Subcommands.Add(readers);

var homeTrials = new Option<int>("--trials") { Description = "Of the sweep, from 1,000.", DefaultValueFactory = _ => 10_000 };
var home = new Command(
    "home",
    "What a trial that trains nothing costs `vggsweep run`, beside Optuna on SQLite and in memory in the same run.") { homeTrials };
home.SetAction((parsed, _) => HomeBench.RunAsync(parsed.GetValue(homeTrials)));
root.Subcommands.Add(home);
return await root.Parse(args).InvokeAsync();
