using System.CommandLine;
using VggSweep.Cli.Sources;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Commands;

/// <summary><c>vggsweep logs SWEEP TRIAL</c>: the log of a trial's attempts.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static Command Create(SourceOptions options)
    {
        var sweep = CommonOptions.Sweep();
        var trial = CommonOptions.Trial();
        var follow = new Option<bool>("--follow", "-f") { Description = "Keep printing until the trial ends." };
        var command = new Command("logs", "Print the log of a trial's attempts.") { sweep, trial, follow };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var source = options.Open(parsed);
            await ShowAsync(source, parsed.GetValue(sweep)!, parsed.GetValue(trial), parsed.GetValue(follow), cancellation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task ShowAsync(SweepSource source, string sweep, int trial, bool follow, CancellationToken cancellation)
    {
        for (var shown = 0; ;)
        {
            // Asked first: what is written before the end is then surely read.
            var goesOn = follow && await GoesOnAsync(source, sweep, trial);
            var more = await source.LogAsync(sweep, trial, shown);
            Console.Out.Write(more);
            shown += more.Length;
            if (!goesOn)
            {
                return;
            }

            await Task.Delay(Period, TimeProvider.System, cancellation);
        }
    }

    private static async Task<bool> GoesOnAsync(SweepSource source, string sweep, int trial)
    {
        var details = await source.DetailsAsync(sweep);
        return !details.State.IsEnded() && details.State is not SweepState.Stopped
            && (await source.TrialsAsync(sweep, trial, most: 1)).Trials
                .Any(one => one.Trial == trial && !one.State.IsEnded());
    }
}
