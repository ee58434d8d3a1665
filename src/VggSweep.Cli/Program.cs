using System.CommandLine;
using VggSweep.Cli;
using VggSweep.Cli.Commands;

var home = CommonOptions.Home();
var terminal = new Terminal();
var root = new RootCommand("VggSweep trains VGG networks over widths and input resolutions, and shows which are worth their cost.")
{
    RunCommand.Create(home, terminal),
    ResumeCommand.Create(home, terminal),
    PlanCommand.Create(home, terminal),
    ModelCommand.Create(terminal),
    ListCommand.Create(home, terminal),
    TrialsCommand.Create(home, terminal),
    EpochsCommand.Create(home, terminal),
    ReportCommand.Create(home),
    ExportCommand.Create(home),
    TrainCommand.Create(terminal),
    DeleteCommand.Create(home),
    GcCommand.Create(home),
    DoctorCommand.Create(home, terminal),
};
root.Options.Add(home);
return await CommandRunner.RunAsync(root, home, args);
