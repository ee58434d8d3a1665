using System.CommandLine;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep retry SWEEP [TRIAL]</c>: brings failed and quarantined trials back.</summary>
internal static class RetryCommand
{
    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var trial = Inputs.OptionalNumberArgument("TRIAL", "A trial's number. Default: every failed trial.");
        var command = new Command("retry", "Retry failed and quarantined trials; they resume from their last checkpoint.") { sweep, trial };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (id, number) = (parsed.GetValue(sweep)!, parsed.GetValue(trial));
            if (options.FindServer(parsed) is { } server)
            {
                await using var coordinator = server;
                Terminal.Say($"Pending again: {Names((await server.Client.RetryAsync(id, number, cancellation)).Trials)} of {id}.");
                return ExitCode.Ok;
            }

            var folder = HomeFolder.At(parsed.GetValue(options.Home)!);
            await using var opened = Homes.TakeExisting(folder, id);
            var row = await ResultsReader.RequireAsync(opened.Store, id);
            var retried = await opened.Store.RetryAsync(id, number, "asked for by `vggsweep retry`");
            if (retried.Count == 0)
            {
                throw new CommandFailure(ExitCode.NoInput, RetriedSweep.WhyNone(id, number, row.State));
            }

            if (row.State is SweepState.Completed)
            {
                await opened.Store.SetSweepStateAsync(id, SweepState.Stopped);
            }

            Terminal.Say($"Pending again: {Names(retried)} of {id}. Train with `vggsweep resume {id}{folder.Argument}`");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Names(IReadOnlyList<int> trials) => $"{(trials.Count == 1 ? "trial" : "trials")} {string.Join(", ", trials)}";
}
