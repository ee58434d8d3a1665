using System.CommandLine;
using VggSweep.Cli.Commands;

namespace VggSweep.Cli;

/// <summary>
/// Every command and option of <c>vggsweep</c>; docs/cli.md describes each, and a test compares the two.
/// </summary>
internal static class CommandTree
{
    public static RootCommand Create(SourceOptions options, Terminal terminal)
    {
        var root = new RootCommand(
            "Train VGG networks over widths and input resolutions, and see which are worth their cost.")
        {
            RunCommand.Create(options, terminal),
            ResumeCommand.Create(options, terminal),
            WatchCommand.Create(options, terminal),
            PlanCommand.Create(options, terminal),
            SimulateCommand.Create(options, terminal),
            ModelCommand.Create(terminal),
            SchemaCommand.Create(),
            ListCommand.Create(options, terminal),
            TrialsCommand.Create(options, terminal),
            EpochsCommand.Create(options, terminal),
            EventsCommand.Create(options, terminal),
            AnswerCommands.Best(options, terminal),
            AnswerCommands.Front(options, terminal),
            AnswerCommands.Importance(options, terminal),
            AnswerCommands.Fit(options, terminal),
            AnswerCommands.Advise(options, terminal),
            AnswerCommands.Compare(options, terminal),
            LogsCommand.Create(options),
            ReportCommand.Create(options),
            ExportCommand.Create(options),
            TrainCommand.Create(terminal),
            DeleteCommand.Create(options),
            GcCommand.Create(options),
            DoctorCommand.Create(options, terminal),
            CalibrateCommand.Create(options, terminal),
            RetryCommand.Create(options),
            ControlCommands.Pause(options),
            ControlCommands.Cancel(options),
            ControlCommands.Extend(options),
            ControlCommands.Enqueue(options),
            ControlCommands.Workers(options, terminal),
            ControlCommands.Drain(options),
            ServeCommand.Create(options, terminal),
            ProgramCommands.Coordinator(),
            ProgramCommands.Worker(),
            ProgramCommands.ApiKey(),
        };
        root.Options.Add(options.Home);
        root.Options.Add(options.Server);
        return root;
    }
}
