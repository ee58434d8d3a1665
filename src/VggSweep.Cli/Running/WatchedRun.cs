using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Running;

/// <summary>Watches a sweep that a coordinator runs, and tells how it ended. Leaving does not stop it.</summary>
internal sealed class ServerRun(ServerSource server, Terminal terminal, bool json)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <returns>The exit code.</returns>
    public async Task<int> WatchAsync(string sweep)
    {
        var startedAt = Time.GetTimestamp();
        using var interrupts = new Interrupts();
        var ended = new EndedTrials();
        while (true)
        {
            var results = SweepResults.Of(await server.DetailsAsync(sweep));
            ended.Tell(results);
            if (results.State.IsEnded() || results.State is SweepState.Paused)
            {
                ResultTables.Write(terminal.Error, results);
                Summarize(results, Time.GetElapsedTime(startedAt));
                return results.Count(TrialState.Failed) > 0 ? ExitCode.TrialsFailed : ExitCode.Ok;
            }

            await Task.Delay(Period, Time, interrupts.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (interrupts.Token.IsCancellationRequested)
            {
                Terminal.Say($"The coordinator goes on with {sweep}; look at it with `vggsweep trials {sweep}`, end it with `vggsweep cancel {sweep}`.");
                Summarize(results, Time.GetElapsedTime(startedAt));
                return ExitCode.Interrupted;
            }
        }
    }

    private void Summarize(SweepResults results, TimeSpan elapsed)
    {
        if (json || Terminal.IsPiped)
        {
            Terminal.WriteJson(SweepSummary.Of(results, elapsed.TotalSeconds));
        }
    }
}
