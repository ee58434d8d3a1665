using System.CommandLine;
using Spectre.Console;
using VggSweep.Cli.Running;
using VggSweep.Cli.Simulations;
using VggSweep.Cli.Sources;
using VggSweep.Core;
using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Cli.Commands;

/// <summary>
/// <c>vggsweep simulate FILE --curves SWEEP|FILE</c>: a sweep's search and its alternatives on virtual time.
/// </summary>
internal static class SimulateCommand
{
    private const int DefaultSeeds = 10;
    private const int MostSeeds = 1_000;

    public static Command Create(SourceOptions options, Terminal terminal)
    {
        var (file, json, slots) = (CommonOptions.SweepFile(), CommonOptions.Json(), CommonOptions.Slots());
        var curves = Inputs.Path(
            "--curves", "A sweep's id, or a file of `export --format curves`, whose learning curves stand for training. "
                + "Default: parametric curves.");
        var seeds = Inputs.Number("--seeds", "Repetitions with other seeds. Default: 10.", DefaultSeeds, 1, MostSeeds);
        var command = new Command(
            "simulate", "Try a sweep file's search, and others, on recorded or parametric learning curves.")
        {
            file, curves, slots, seeds, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var home = options.RequireHome(parsed);
            var (_, spec) = await SweepFile.ReadAsync(parsed.GetValue(file)!);
            var recorded = parsed.GetValue(curves) is { } name
                ? await SweepCurves.OpenAsync(() => new HomeSource(home), name) : null;
            RequireEpochs(spec, recorded);
            var conditions = await ConditionsAsync(home, spec, parsed.GetValue(slots));
            var repetitions = parsed.GetValue(seeds);
            var simulation = new SearchSimulation(
                spec, conditions, seed => recorded?.Rotated(seed) ?? new PowerLawCurves(spec, seed), repetitions);
            var alternatives = Alternatives.Of(spec);
            var progress = new SimulationProgress(terminal, TimeProvider.System, alternatives.Count * repetitions);
            var methods = await progress.ShowAsync(repeated => alternatives
                .Select(method => simulation.Run(method.Name, method.Spec, repeated, cancellation)).ToList());
            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(new { conditions.Slots, Seeds = repetitions, Methods = methods });
            }
            else
            {
                SimulationText.Write(terminal.Out, spec.Objective, methods);
                WriteGround(terminal.Out, spec, recorded, simulation.Space);
                terminal.Out.WriteSentence(
                    $"Medians of {Words.Count(repetitions, "seed")} on {Words.Count(conditions.Slots, "slot")}, below them "
                    + "the interval of 80 % of the seeds; times as `vggsweep plan` predicts them; regret: how far the "
                    + "chosen configuration's mean over seeds is below the best one's");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>What trials cost here. Memory is no concern of a simulation.</summary>
    private static async Task<PlanConditions> ConditionsAsync(string home, SweepSpec spec, int? slots)
    {
        await using var store = PlanCommand.Existing(home);
        var conditions = await Planning.ConditionsAsync(home, store, spec, slots, threads: null, devices: []);
        return conditions with { SlotBytes = null, Slots = slots ?? spec.Limits.Slots ?? conditions.Slots };
    }

    private static void RequireEpochs(SweepSpec spec, RecordedCurves? recorded)
    {
        if (recorded is not null && recorded.MostEpochs < spec.MostEpochs())
        {
            throw new CommandFailure(
                ExitCode.NoInput,
                $"The curves have {Words.Count(recorded.MostEpochs, "epoch")}, and the file trains up to {spec.MostEpochs()}: "
                + "lower epochs, or record longer curves.");
        }
    }

    /// <summary>What stands for training, and how far it is from the file.</summary>
    private static void WriteGround(
        IAnsiConsole console, SweepSpec spec, RecordedCurves? recorded, IReadOnlyList<PlannedTrial> space)
    {
        if (recorded is null)
        {
            console.WriteSentence("Results are parametric curves, not measurements; --curves takes recorded ones");
            return;
        }

        var missing = space.Count(trial => !recorded.Holds(trial.Parameters));
        console.WriteSentence(missing == 0
            ? $"Curves of {Words.Count(recorded.Cells, "recorded configuration")}, which hold all that the file searches"
            : $"Curves of {Words.Count(recorded.Cells, "recorded configuration")}; {100.0 * missing / space.Count:0} % of "
                + "those that the file searches are not among them, and the nearest stands for each");
        foreach (var difference in recorded.Differences(spec))
        {
            console.WriteSentence($"Warning: {difference}");
        }
    }
}
