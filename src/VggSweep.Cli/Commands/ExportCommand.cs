using System.CommandLine;
using System.Text;
using VggSweep.Cli.Exports;
using VggSweep.Cli.Results;
using VggSweep.Cli.Simulations;
using VggSweep.Core.Simulation;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep export SWEEP --format csv|json|parquet|curves --output F</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var format = Inputs.Choice(
            "--format", "csv: one row per trial; json: also every epoch; parquet: one row per trial, with units; "
                + "curves: one line of JSON per trial with its learning curve, for simulate.",
            "csv", "json", "parquet", "curves");
        var output = Inputs.Path("--output", "The file; - for standard output.", "-");
        var command = new Command("export", "Export the trials of a sweep.") { sweep, format, output };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            var results = await ResultsReader.ReadAllAsync(source, parsed.GetValue(sweep)!);
            results.WarnOfUnreadable();
            var content = parsed.GetValue(format) switch
            {
                "csv" => Encoding.UTF8.GetBytes(TrialsExport.ToCsv(results)),
                "json" => Encoding.UTF8.GetBytes(TrialsExport.ToJson(results, await source.AllEpochsAsync(results.Sweep))),
                "curves" => Encoding.UTF8.GetBytes(
                    CurveFile.Write(SweepCurves.Of(results.Trials, await source.AllEpochsAsync(results.Sweep)))),
                _ => await ParquetExport.ToBytesAsync(results),
            };
            if (parsed.GetValue(output) is { } file and not "-")
            {
                await OutputFile.WriteAsync(file, content);
            }
            else
            {
                await StandardStreams.WriteOutputAsync(content);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
