using Spectre.Console;

namespace VggSweep.Cli.Simulations;

/// <summary>
/// How far a simulation is, once it takes more than two seconds: a line that is redrawn where a person watches.
/// </summary>
internal sealed class SimulationProgress(Terminal terminal, TimeProvider time, int total)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly long startedAt = time.GetTimestamp();
    private int done;
    private bool isTold;

    /// <param name="simulate">Calls its argument after each repetition.</param>
    public async Task<T> ShowAsync<T>(Func<Action, T> simulate)
    {
        if (!terminal.IsWatched)
        {
            return await Task.Run(() => simulate(Tell));
        }

        return await terminal.Error.Live(new Text("")).AutoClear(true).StartAsync(
            context => Task.Run(() => simulate(() => Redraw(context))));
    }

    private void Redraw(LiveDisplayContext context)
    {
        done++;
        if (time.GetElapsedTime(startedAt) > Quiet)
        {
            context.UpdateTarget(new Text($"Simulated {done:N0} of {total:N0} searches"));
        }
    }

    private void Tell()
    {
        done++;
        if (!isTold && time.GetElapsedTime(startedAt) > Quiet)
        {
            isTold = true;
            Terminal.Say($"Simulating {total:N0} searches; {done:N0} are done ...");
        }
    }
}
