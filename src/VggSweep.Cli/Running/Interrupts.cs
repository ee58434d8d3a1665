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

        Terminal.Say("Stopping: the running trials write their checkpoints. Ctrl-C again stops at once.");
        first.Cancel();
    }
}
