using System.CommandLine;

var minutes = new Option<double>("--minutes") { Description = "No round begins later.", DefaultValueFactory = _ => 120 };
var rounds = new Option<int>("--rounds") { Description = "No more rounds than these.", DefaultValueFactory = _ => int.MaxValue };
var small = new Option<bool>("--small") { Description = "Two trials of seconds instead of the quickstart." };
var seed = new Option<long>("--seed") { Description = "Draws what is killed, and when.", DefaultValueFactory = _ => 1 };
var root = new RootCommand(
    "Runs a sweep again and again in one home, kills, suspends and resumes it at random, and fails when memory, files, "
    + "descriptors or processes grow.")
{
    minutes, rounds, small, seed,
};
root.SetAction((parsed, _) => SoakProgram.RunAsync(
    TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rounds), parsed.GetValue(small), parsed.GetValue(seed)));
return await root.Parse(args).InvokeAsync();
