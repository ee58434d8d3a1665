using System.CommandLine;
using System.Globalization;
using VggSweep.Cli.Running;
using VggSweep.Core;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep calibrate</c>: measures this machine, once, for its plans and its slots.</summary>
internal static class CalibrateCommand
{
    /// <summary>Share of the cores that other programs may keep busy, averaged over the last minute.</summary>
    private const double GreatestLoad = 0.5;

    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var libtorch = CommonOptions.Libtorch();
        var force = new Option<bool>("--force") { Description = "Measure even if the machine is busy." };
        var command = new Command(
            "calibrate",
            "Measure this machine for about a minute: how trials best share its cores, and what layers cost.") { libtorch, force };
        command.SetAction(async (parsed, cancellation) =>
        {
            _ = options.RequireHome(parsed);
            RequireIdle(Machine.Load(), Environment.ProcessorCount, parsed.GetValue(force));
            Terminal.Say("Measuring. Leave the machine idle for about a minute.");
            var calibrator = new Calibrator(WorkerSetup.Trainer("cpu", parsed.GetValue(libtorch)), Environment.ProcessorCount);
            var calibration = await calibrator.MeasureAsync(Calibration.MachineName, cancellation);
            Show(terminal, calibration);
            Terminal.Say(
                $"Saved to {Calibration.Keep(calibration, options.GivenHome(parsed))}. Plans and runs use it from now on: a sweep without\n"
                + "limits.slots may train with other slots and threads than before, and so to slightly different results. Delete the\n"
                + "file to undo that.");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="CommandFailure">Other programs keep the cores busy.</exception>
    internal static void RequireIdle(double load, int cores, bool force)
    {
        if (load > GreatestLoad * cores && !force)
        {
            throw new CommandFailure(
                ExitCode.Unavailable,
                $"The machine is busy: load average {load.ToString("0.0", CultureInfo.InvariantCulture)} on {Words.Count(cores, "core")}. "
                + "The figures would be wrong; stop other programs and try again, or measure anyway with --force.");
        }
    }

    private static void Show(Terminal terminal, MachineCalibration calibration)
    {
        foreach (var packing in calibration.Packings)
        {
            terminal.Out.WriteSentence(
                $"{Words.Count(packing.Slots, "trial")} at once, {Words.Count(packing.Threads, "thread")} each: "
                + $"{packing.ImagesPerSecond:0} images/s"
                + (packing == calibration.Best ? " (best)" : ""));
        }

        Show(terminal, "fp32", calibration.Fp32);
        if (calibration.Bf16 is { } bf16)
        {
            Show(terminal, "bf16", bf16);
        }
    }

    private static void Show(Terminal terminal, string precision, LayerRates rates) => terminal.Out.WriteSentence(
        $"{precision} in ns: convolutions {rates.ConvolutionMac * 1e9:0.0000} per MAC, {rates.ConvolutionByte * 1e9:0.0000} per byte, "
        + $"{rates.ConvolutionCall * 1e9:0} per call; dense layers {rates.DenseMac * 1e9:0.0000} per MAC, "
        + $"{rates.WeightByte * 1e9:0.0000} per byte of weights; "
        + $"other layers {rates.OtherByte * 1e9:0.0000} per byte");
}
