using System.Runtime.InteropServices;

namespace VggSweep.Cli.Running;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal ask for a graceful end; Ctrl-C again ends the process at once. Supervisors repeat
/// themselves: they signal the group and its leader, or SIGHUP after SIGTERM. So only a later Ctrl-C counts as a second wish.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan LongestEcho = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource first = new();
    private readonly TimeProvider time;
    private readonly PosixSignalRegistration[] registrations;
    private readonly Lock gate = new();
    private long firstAt;

    public Interrupts(TimeProvider time)
    {
        this.time = time;
        registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
                signal => PosixSignalRegistration.Create(signal, OnSignal)),
        ];
    }

    /// <summary>Ends at the first signal.</summary>
    public CancellationToken Token => first.Token;

    /// <summary>Not said at the signal: a table that is redrawn then would cover it.</summary>
    public static void SayWhatHappens() =>
        Terminal.Say("Stopping: running trials write a checkpoint. Press Ctrl-C again to stop at once.");

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        first.Dispose();
    }

    /// <returns>Whether the process should end at once.</returns>
    internal bool Ask(PosixSignal signal)
    {
        lock (gate)
        {
            if (first.IsCancellationRequested)
            {
                return signal is PosixSignal.SIGINT && time.GetElapsedTime(firstAt) >= LongestEcho;
            }

            firstAt = time.GetTimestamp();
        }

        first.Cancel();
        return false;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Ask(context.Signal))
        {
            // Trainers end with our end of their standard input; the rows and the files survive this like any kill.
            Environment.Exit(ExitCode.Interrupted);
        }
    }
}
