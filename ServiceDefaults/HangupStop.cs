using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace VggSweep.ServiceDefaults;

/// <summary>A closed terminal stops a program as SIGTERM does; the host's own lifetime knows SIGINT, SIGQUIT and SIGTERM alone.</summary>
internal sealed class HangupStop(IHostApplicationLifetime host) : IHostedService, IDisposable
{
    private PosixSignalRegistration? registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            host.StopApplication();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registration?.Dispose();
}
