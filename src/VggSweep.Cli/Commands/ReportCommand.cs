using System.CommandLine;
using VggSweep.Cli.Reports;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep report SWEEP --output DIR</c>.</summary>
internal static class ReportCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var output = Inputs.Path("--output", "Folder for the report. Default: the sweep's folder in the home.");
        var command = new Command("report", "Write the report of a sweep: one HTML page that works offline.") { sweep, output };
        command.SetAction(async (parsed, _) =>
        {
            var (home, id) = (parsed.GetValue(options.Home)!, parsed.GetValue(sweep)!);
            var folder = parsed.GetValue(output) ?? HomeFolder.At(home).ReportFolder(id);
            await using var source = options.Open(parsed);
            Console.Out.WriteLine(await ReportWriter.WriteAsync(source, id, folder));
            return ExitCode.Ok;
        });
        return command;
    }
}
