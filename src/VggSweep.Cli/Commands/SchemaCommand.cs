using System.CommandLine;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep schema</c>: the JSON Schema of sweep files, as it stands in sweeps/sweep.schema.json.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of sweep files, for editors.");
        command.SetAction(_ =>
        {
            Console.Out.Write(SweepSchema.Write());
            return ExitCode.Ok;
        });
        return command;
    }
}
