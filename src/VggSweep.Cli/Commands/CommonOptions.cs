using System.CommandLine;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary>Options that several commands have, with one meaning.</summary>
internal static class CommonOptions
{
    private const string Cpu = "cpu";

    public static Option<string> Home() => new("--home")
    {
        Description = "Folder of the database, checkpoints and reports.",
        DefaultValueFactory = _ => ".vggsweep",
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output." };

    public static Option<string?> Data() => new("--data") { Description = "Folder of the four Fashion-MNIST files. Default: Debian's, then the user's cache, then a download." };

    public static Option<int?> Slots() => Positive(new Option<int?>("--slots") { Description = "Trials trained at once. Default: one a core." });

    public static Option<int?> Threads() => Positive(new Option<int?>("--threads") { Description = "Threads of each new trial. Default: the cores, shared by the slots." });

    public static Option<string> Device()
    {
        var option = new Option<string>("--device") { Description = "cpu or cuda: the devices of CUDA_VISIBLE_DEVICES, or all; the trainer must be built for it.", DefaultValueFactory = _ => Cpu };
        option.AcceptOnlyFromAmong(Cpu, TrainerProcess.Cuda);
        return option;
    }

    public static Argument<string> Sweep() => new("SWEEP") { Description = "A sweep's id, as `vggsweep list` shows it." };

    public static Argument<string> SweepFile() => new("FILE") { Description = "The sweep file (YAML); - for standard input." };

    private static Option<int?> Positive(Option<int?> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError($"{option.Name} must be 1 or more.");
            }
        });
        return option;
    }
}
