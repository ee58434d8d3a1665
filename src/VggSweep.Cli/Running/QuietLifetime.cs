using Microsoft.Extensions.Hosting;

namespace VggSweep.Cli.Running;

/// <summary>Leaves the signals to <see cref="Interrupts"/>: the host's own lifetime would answer Ctrl-C first.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
