using Microsoft.Extensions.Hosting;

namespace VggSweep.AppHost.Forms;

/// <summary>Before anything is started: requires what the form needs, has the home remember it, and says which one runs.</summary>
/// <remarks>A hosted service, since a model that is only read runs the other hooks too.</remarks>
internal sealed class FormStart(FormChoice choice, Folders folders, HomeForm home, IServiceProvider services) : IHostedLifecycleService
{
    /// <exception cref="LaunchProblemException">Something is missing.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => choice.RequireRuntime(ContainerRuntime.Find), cancellationToken);
        if (choice.Form is not ClusterForm.Embedded)
        {
            folders.RequireData();
        }

        home.Write(choice.Form);
        FormReport.Tell(services, choice);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
