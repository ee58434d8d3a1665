using Microsoft.Extensions.DependencyInjection;
using Serilog;
using VggSweep.Cli.Reports;
using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;
using VggSweep.Store;
using VggSweep.Worker.Slots;

namespace VggSweep.Cli.Running;

/// <summary>Trains what is left of a sweep in this process, and tells how it ended.</summary>
internal sealed class SweepRun(HomeFolder home, SweepStore store, WorkerOptions worker, Terminal terminal, bool json)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string sweep)
    {
        var startedAt = Time.GetTimestamp();
        using var log = RunLog.Open(home.LogFile);
        using var interrupts = new Interrupts(Time);
        await StopOthersAsync(sweep);
        var fault = await TrainOrStopAsync(sweep, log, interrupts.Token);
        var results = await ResultsReader.ReadAsync(store, sweep);
        if (fault is null && !interrupts.Token.IsCancellationRequested)
        {
            return await TellAsync(results, Time.GetElapsedTime(startedAt));
        }

        Terminal.Say(fault is null ? "Stopped." : $"The run stopped: {fault.Message}");
        Terminal.Say($"Everything recorded is kept. Resume with `vggsweep resume {sweep}{home.Argument}`");
        Summarize(results with { State = SweepState.Stopped }, Time.GetElapsedTime(startedAt));
        return fault is null ? ExitCode.Interrupted : ExitCodeOf(fault);
    }

    /// <summary>A run that was killed left its sweep as running; only this run's is.</summary>
    private async Task StopOthersAsync(string sweep)
    {
        foreach (var other in (await store.ListSweepsAsync()).Where(row => row.Id != sweep && row.State is SweepState.Running))
        {
            await store.ReleaseOrphansAsync(other.Id);
            await store.SetSweepStateAsync(other.Id, SweepState.Stopped);
        }
    }

    /// <remarks>A disk that is full stops even the storing of the stop: the way on is told all the same.</remarks>
    private async Task<Exception?> TrainOrStopAsync(string sweep, ILogger log, CancellationToken interrupted)
    {
        try
        {
            var fault = await TrainAsync(sweep, log, interrupted);
            if (fault is not null || interrupted.IsCancellationRequested)
            {
                await store.SetSweepStateAsync(sweep, SweepState.Stopped);
            }

            return fault;
        }
        catch (Exception exception) when (StoreProblemException.Recognize(exception, home.Root) is { } problem)
        {
            return problem;
        }
    }

    /// <returns>What stopped the worker; null when the sweep ended or a person stopped it.</returns>
    private async Task<Exception?> TrainAsync(string sweep, ILogger log, CancellationToken interrupted)
    {
        using var host = EmbeddedCluster.Build(store, worker, log);
        await host.StartAsync(CancellationToken.None);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISweepGrain>(sweep);
        var fault = host.Services.GetRequiredService<WorkerFault>().Happened;
        await StartAsync(grain, interrupted);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var board = host.Services.GetRequiredService<SlotBoard>();
        await using var source = new HomeSource(home.Root, store);
        var view = new LiveView(source, () => [.. board.Busy], terminal, Time).ShowAsync(sweep, ended.Token);
        await Task.WhenAny(view, fault);
        await ended.CancelAsync();
        await view;
        if (interrupted.IsCancellationRequested)
        {
            Interrupts.SayWhatHappens();
        }

        await host.StopAsync(CancellationToken.None);
        return fault.IsCompleted ? await fault : null;
    }

    /// <summary>The silo is in this process: on a machine that is far too busy it answers late, and asking again is safe.</summary>
    private static async Task StartAsync(ISweepGrain grain, CancellationToken interrupted)
    {
        while (!interrupted.IsCancellationRequested)
        {
            try
            {
                await grain.Start().WaitAsync(interrupted);
                return;
            }
            catch (Exception exception) when (exception.IsAway())
            {
                // It is asked again, unless somebody wants the run to end.
            }
        }
    }

    /// <remarks>The report comes last: without room for it, the results have been told.</remarks>
    private async Task<int> TellAsync(SweepResults results, TimeSpan elapsed)
    {
        ResultTables.Write(json ? terminal.Error : terminal.Out, results);
        Summarize(results, elapsed);
        var report = Path.GetRelativePath(
            Environment.CurrentDirectory,
            await ReportWriter.WriteAsync(store, results.Sweep, home.ReportFolder(results.Sweep)));
        (json ? Console.Error : Console.Out).WriteLine(
            $"Report: {(report.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(report) : report)}");
        return results.Count(TrialState.Failed) > 0 ? ExitCode.TrialsFailed : ExitCode.Ok;
    }

    /// <summary>For programs; the tables are for people.</summary>
    private void Summarize(SweepResults results, TimeSpan elapsed)
    {
        if (json)
        {
            Terminal.WriteJson(SweepSummary.Of(results, elapsed.TotalSeconds));
        }
    }

    private static int ExitCodeOf(Exception fault) => StoreProblemException.Recognize(fault) is { } problem
        ? CommandRunner.ExitCodeOf(problem.Kind)
        : WorkerFault.ExitCodeOf(fault);
}
