using System.CommandLine;
using VggSweep.Core.Training;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary>Options that several commands have, with one meaning.</summary>
internal static class CommonOptions
{
    private const string Cpu = "cpu";

    /// <summary>More slots or threads than any machine has.</summary>
    private const int Most = 1_024;

    public static Option<string> Home()
    {
        var option = Inputs.Path("--home", "Folder of the database, checkpoints and reports.", ".vggsweep");
        option.Recursive = true;
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output." };

    public static Option<string?> Data() => Inputs.Path("--data", "Folder of the four Fashion-MNIST files. Default: Debian's, then the user's cache, then a download.");

    public static Option<int?> Slots() => Inputs.Number("--slots", "Trials trained at once. Default: one a core.", high: Most);

    public static Option<int?> Threads() => Inputs.Number("--threads", "Threads of each new trial. Default: the cores, shared by the slots.", high: Most);

    public static Option<string> Device() => Inputs.Choice(
        "--device", "cpu or cuda: the devices of CUDA_VISIBLE_DEVICES, or all; the trainer must be built for it.", Cpu, TrainerProcess.Cuda);

    public static Option<string?> Libtorch() => Inputs.Path(
        "--libtorch", $"Folder of the libtorch.so that a trainer without one of its own loads. Default: {TrainerEnvironment.Libtorch}, then python3's PyTorch.");

    public static Argument<string> Sweep() => Inputs.TextArgument("SWEEP", "A sweep's id, as `vggsweep list` shows it.");

    public static Argument<int> Trial() => Inputs.NumberArgument("TRIAL", "The trial's number.");

    public static Argument<string> SweepFile() => Inputs.PathArgument("FILE", "The sweep file (YAML); - for standard input.");
}
