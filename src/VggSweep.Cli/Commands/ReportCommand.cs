using System.CommandLine;
using VggSweep.Cli.Reports;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep report SWEEP --output DIR</c>.</summary>
internal static class ReportCommand
{
    public static Command Create(Option<string> home)
    {
        var sweep = CommonOptions.Sweep();
        var output = new Option<string?>("--output") { Description = "Folder of the report. Default: the sweep's own." };
        var command = new Command("report", "Writes the report of a sweep: one HTML page that needs no network.") { sweep, output };
        command.SetAction(async (parsed, _) =>
        {
            var (folder, id) = (parsed.GetValue(home)!, parsed.GetValue(sweep)!);
            await using var store = Homes.Read(folder);
            Console.Out.WriteLine(await ReportWriter.WriteAsync(store, id, parsed.GetValue(output) ?? HomeFolder.At(folder).ReportFolder(id)));
            return ExitCode.Ok;
        });
        return command;
    }
}
