using System.CommandLine;
using VggSweep.Cli;
using VggSweep.Cli.Commands;

Console.SetOut(new StandardOutput(Console.Out));
var options = SourceOptions.Create();
var home = options.Home;
var terminal = new Terminal();
var root = new RootCommand("VggSweep trains VGG networks over widths and input resolutions, and shows which are worth their cost.")
{
    RunCommand.Create(options, terminal),
    ResumeCommand.Create(options, terminal),
    WatchCommand.Create(options, terminal),
    PlanCommand.Create(options, terminal),
    ModelCommand.Create(terminal),
    SchemaCommand.Create(),
    ListCommand.Create(options, terminal),
    TrialsCommand.Create(options, terminal),
    EpochsCommand.Create(options, terminal),
    EventsCommand.Create(options, terminal),
    LogsCommand.Create(options),
    ReportCommand.Create(options),
    ExportCommand.Create(options),
    TrainCommand.Create(terminal),
    DeleteCommand.Create(options),
    GcCommand.Create(home),
    DoctorCommand.Create(home, terminal),
    CalibrateCommand.Create(terminal),
    ControlCommands.Pause(options),
    ControlCommands.Cancel(options),
    ControlCommands.Extend(options),
    ControlCommands.Workers(options, terminal),
    ControlCommands.Drain(options),
    ServeCommand.Create(home, terminal),
    ProgramCommands.Coordinator(),
    ProgramCommands.Worker(),
    ProgramCommands.ApiKey(),
};
root.Options.Add(home);
root.Options.Add(options.Server);
return await CommandRunner.RunAsync(root, home, args);
