using System.CommandLine;
using System.Text;
using VggSweep.Cli.Exports;
using VggSweep.Cli.Results;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep export SWEEP --format csv|json|parquet --output F</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var format = new Option<string>("--format") { Description = "csv: a row a trial. json: the same, with every epoch. parquet: a row a trial, with units.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json", "parquet");
        var output = new Option<string>("--output") { Description = "The file; - for standard output.", DefaultValueFactory = _ => "-" };
        var command = new Command("export", "Writes the trials of a sweep for other programs.") { sweep, format, output };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var results = SweepResults.Of(await source.DetailsAsync(parsed.GetValue(sweep)!));
            results.WarnOfUnreadable();
            var content = parsed.GetValue(format) switch
            {
                "csv" => Encoding.UTF8.GetBytes(TrialsExport.ToCsv(results)),
                "json" => Encoding.UTF8.GetBytes(TrialsExport.ToJson(results, await source.AllEpochsAsync(results.Sweep))),
                _ => await ParquetExport.ToBytesAsync(results),
            };
            if (parsed.GetValue(output) is { } file and not "-")
            {
                await OutputFile.WriteAsync(file, content);
            }
            else
            {
                if (StandardStreams.HasOutputFailed)
                {
                    throw new CommandFailure(ExitCode.Unavailable, "Standard output is closed; name a file with --output.");
                }

                await using var stdout = Console.OpenStandardOutput();
                await stdout.WriteAsync(content, CancellationToken.None);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
