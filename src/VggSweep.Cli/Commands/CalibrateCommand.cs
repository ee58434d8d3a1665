using System.CommandLine;
using Spectre.Console;
using VggSweep.Cli.Running;
using VggSweep.Core;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep calibrate</c>: measures this machine, once, for its plans and its slots.</summary>
internal static class CalibrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var libtorch = CommonOptions.Libtorch();
        var command = new Command("calibrate", "Measures this machine, about a minute when it is idle: how trials share it best, and what layers cost.") { libtorch };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal.Say("Measuring; leave the machine alone meanwhile.");
            var calibration = await new Calibrator(WorkerSetup.Trainer("cpu", parsed.GetValue(libtorch)), Environment.ProcessorCount).MeasureAsync(Calibration.MachineName, cancellation);
            Calibration.Keep(calibration);
            foreach (var packing in calibration.Packings)
            {
                terminal.Out.WriteLine($"{Words.Count(packing.Slots, "trial")} at once, {Words.Count(packing.Threads, "thread")} each: {packing.ImagesPerSecond:0} images/s{(packing == calibration.Best ? ", the best" : "")}");
            }

            Show(terminal, "fp32", calibration.Fp32);
            if (calibration.Bf16 is { } bf16)
            {
                Show(terminal, "bf16", bf16);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Terminal terminal, string precision, LayerRates rates) => terminal.Out.WriteLine(
        $"{precision}, ns: convolutions {rates.ConvolutionMac * 1e9:0.0000} a MAC, {rates.ConvolutionByte * 1e9:0.0000} a byte and {rates.ConvolutionCall * 1e9:0} a call, dense layers {rates.DenseMac * 1e9:0.0000} a MAC and "
        + $"{rates.WeightByte * 1e9:0.0000} a byte of weights, others {rates.OtherByte * 1e9:0.0000} a byte");
}
