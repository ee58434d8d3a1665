using System.Runtime.InteropServices;

namespace VggSweep.Cli.Running;

/// <summary>Ctrl-C and SIGTERM: the first asks for a graceful end, the second ends the process at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource first = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interrupts() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Ends at the first signal.</summary>
    public CancellationToken Token => first.Token;

    /// <summary>Not said at the signal: a table that is redrawn then would cover it.</summary>
    public static void SayWhatHappens() =>
        Terminal.Say("Stopping: what is trained writes its checkpoint. Ctrl-C again stops at once.");

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        first.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (first.IsCancellationRequested)
        {
            // Trainers end with our end of their standard input; the rows and the files survive this like any kill.
            Environment.Exit(ExitCode.Interrupted);
        }

        first.Cancel();
    }
}
