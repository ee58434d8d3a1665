using VggSweep.Cli;
using VggSweep.Cli.Commands;
using VggSweep.ServiceDefaults;

StandardStreams.Guard();
if (!OpenFiles.AreEnough())
{
    return ExitCode.Unavailable;
}

var options = SourceOptions.Create();
return await CommandRunner.RunAsync(CommandTree.Create(options, new Terminal()), options, args);
