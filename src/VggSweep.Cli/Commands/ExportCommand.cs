using System.CommandLine;
using VggSweep.Cli.Exports;
using VggSweep.Cli.Results;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep export SWEEP --format csv|json --output F</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var format = new Option<string>("--format") { Description = "csv: a row a trial. json: the same, with every epoch.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var output = new Option<string>("--output") { Description = "The file; - for standard output.", DefaultValueFactory = _ => "-" };
        var command = new Command("export", "Writes the trials of a sweep for other programs.") { sweep, format, output };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var results = SweepResults.Of(await source.DetailsAsync(parsed.GetValue(sweep)!));
            var text = parsed.GetValue(format) == "csv"
                ? TrialsExport.ToCsv(results)
                : TrialsExport.ToJson(results, await source.AllEpochsAsync(results.Sweep));
            if (parsed.GetValue(output) is { } file and not "-")
            {
                await OutputFile.WriteAsync(file, text);
            }
            else
            {
                Console.Out.Write(text);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
