using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Client;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Running;

/// <summary>Watches a sweep that others run, and tells how it ended. Leaving does not stop it.</summary>
/// <param name="goesOn">What is said to whoever leaves.</param>
internal sealed class WatchedRun(SweepSource source, Terminal terminal, bool json, string goesOn)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    public static WatchedRun OfCluster(ServerSource server, string sweep, Terminal terminal, bool json) => new(
        server, terminal, json,
        $"The cluster keeps training {sweep}. `vggsweep watch {sweep}` shows it, `vggsweep cancel {sweep}` ends it.");

    /// <returns>The exit code.</returns>
    public async Task<int> WatchAsync(string sweep)
    {
        var startedAt = Time.GetTimestamp();
        using var interrupts = new Interrupts(Time);
        try
        {
            await new LiveView(source, () => [], terminal, Time).ShowAsync(sweep, interrupts.Token);
        }
        catch (CoordinatorProblemException problem) when (problem.Kind is CoordinatorProblemKind.Unavailable)
        {
            Terminal.Say(problem.Message);
            Terminal.Say(goesOn);
            return ExitCode.Unavailable;
        }

        var results = await ResultsReader.ReadAsync(source, sweep);
        var isRunning = results.State is SweepState.Running or SweepState.Pending;
        if (isRunning)
        {
            Terminal.Say(goesOn);
        }
        else
        {
            ResultTables.Write(json ? terminal.Error : terminal.Out, results);
        }

        if (json)
        {
            Terminal.WriteJson(SweepSummary.Of(results, Time.GetElapsedTime(startedAt).TotalSeconds));
        }

        return isRunning ? ExitCode.Interrupted : results.Count(TrialState.Failed) > 0 ? ExitCode.TrialsFailed : ExitCode.Ok;
    }
}
