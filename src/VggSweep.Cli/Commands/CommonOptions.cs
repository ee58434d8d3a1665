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
        var option = Inputs.Path("--home", "Folder for the database, checkpoints and reports.", ".vggsweep");
        option.Recursive = true;
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output." };

    public static Option<string?> Data() =>
        Inputs.Path("--data", "Folder of the four Fashion-MNIST files. Default: Debian's package, the user's cache, or a download.");

    public static Option<int?> Slots() =>
        Inputs.Number("--slots", "Trials trained at once. Default: as calibrated, else one per core.", high: Most);

    public static Option<int?> Threads() =>
        Inputs.Number("--threads", "Threads per new trial. Default: the cores, divided among the slots.", high: Most);

    public static Option<string> Device() => Inputs.Choice(
        "--device", "cpu, or cuda: all devices or those of CUDA_VISIBLE_DEVICES, with a trainer built for it.", Cpu, TrainerProcess.Cuda);

    public static Option<string?> Libtorch() => Inputs.Path(
        "--libtorch",
        "Folder of the libtorch.so for a trainer that ships none. "
        + $"Default: {TrainerEnvironment.Libtorch}, then python3's PyTorch.");

    public static Argument<string> Sweep() => Inputs.TextArgument("SWEEP", ProgramName.In("A sweep's id; `vggsweep list` shows it."));

    public static Argument<int> Trial() => Inputs.NumberArgument("TRIAL", "The trial's number.");

    public static Argument<string> SweepFile() => Inputs.PathArgument("FILE", "The sweep file (YAML); - for standard input.");
}
