using Microsoft.Extensions.DependencyInjection;
using VggSweep.Cli.Reports;
using VggSweep.Cli.Results;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
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
        using var interrupts = new Interrupts();
        await StopOthersAsync(sweep);
        var fault = await TrainAsync(sweep, interrupts.Token);
        if (fault is null && !interrupts.Token.IsCancellationRequested)
        {
            var report = await ReportWriter.WriteAsync(store, sweep, home.ReportFolder(sweep));
            return Tell(await ResultsReader.ReadAsync(store, sweep), report, Time.GetElapsedTime(startedAt));
        }

        await store.SetSweepStateAsync(sweep, SweepState.Stopped);
        Terminal.Say(fault is null ? "Stopped." : $"The run stopped: {fault.Message}");
        Terminal.Say($"Nothing recorded is lost; go on with: vggsweep resume {sweep}{HomeArgument()}");
        Summarize(await ResultsReader.ReadAsync(store, sweep), Time.GetElapsedTime(startedAt));
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

    /// <returns>What stopped the worker; null when the sweep ended or a person stopped it.</returns>
    private async Task<Exception?> TrainAsync(string sweep, CancellationToken interrupted)
    {
        using var host = EmbeddedCluster.Build(store, worker, home.LogFile);
        await host.StartAsync(CancellationToken.None);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISweepGrain>(sweep);
        var fault = host.Services.GetRequiredService<WorkerFault>().Happened;
        await grain.Start();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var view = new LiveView(store, host.Services.GetRequiredService<SlotBoard>(), terminal, Time).ShowAsync(sweep, ended.Token);
        await Task.WhenAny(view, fault);
        await ended.CancelAsync();
        await view;
        await host.StopAsync(CancellationToken.None);
        return fault.IsCompleted ? await fault : null;
    }

    private int Tell(SweepResults results, string report, TimeSpan elapsed)
    {
        ResultTables.Write(terminal.Error, results);
        Terminal.Say($"Report: {report}");
        Summarize(results, elapsed);
        return results.Count(TrialState.Failed) > 0 ? ExitCode.TrialsFailed : ExitCode.Ok;
    }

    /// <summary>The summary is for programs: a person has read the tables.</summary>
    private void Summarize(SweepResults results, TimeSpan elapsed)
    {
        if (json || Terminal.IsPiped)
        {
            Terminal.WriteJson(SweepSummary.Of(results, elapsed.TotalSeconds));
        }
    }

    private string HomeArgument() => home.Root == Path.GetFullPath(".vggsweep") ? "" : $" --home {home.Root}";

    private static int ExitCodeOf(Exception fault) => StoreProblemException.Recognize(fault) is { } problem
        ? CommandRunner.ExitCodeOf(problem.Kind)
        : ExitCode.Bug;
}
