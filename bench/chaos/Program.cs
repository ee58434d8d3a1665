using System.CommandLine;
using VggSweep.TestCluster;

var faults = new Option<int>("--faults") { Description = "How many.", DefaultValueFactory = _ => 200 };
var seed = new Option<long>("--seed")
{
    Description = "Draws the faults and what they hit.",
    DefaultValueFactory = _ => 1,
};
var workers = new Option<int>("--workers") { Description = "Workers of one slot each.", DefaultValueFactory = _ => 4 };
var trials = new Option<int>("--trials") { Description = "Trials per sweep.", DefaultValueFactory = _ => 60 };
var only = new Option<Fault[]>("--only")
{
    Description = "The kinds to draw from. Default: all that this machine allows.",
    DefaultValueFactory = _ => [],
    AllowMultipleArgumentsPerToken = true,
};
var root = new RootCommand(
    "Trains sweeps on a cluster of real processes while they are killed, frozen and restarted, and checks the rows' invariants.")
{
    faults, seed, workers, trials, only,
};
root.SetAction((parsed, _) => ChaosProgram.RunAsync(
    parsed.GetValue(faults), parsed.GetValue(seed), parsed.GetValue(workers), parsed.GetValue(trials),
    parsed.GetValue(only)!));
return await root.Parse(args).InvokeAsync();
