using Microsoft.Extensions.DependencyInjection;
using VggSweep.AppHost.Forms;
using VggSweep.AppHost.Servers;

namespace VggSweep.AppHost;

/// <summary>What is decided before there is a model: the form, the folders and the numbers.</summary>
/// <param name="Sweep">A sweep file that is submitted once the coordinator is healthy.</param>
internal sealed record ClusterSetup(
    IDistributedApplicationBuilder Builder, Folders Folders, ClusterShape Shape, ClusterForm Form, string? Sweep)
{
    /// <returns>Null when nothing can be started: the reason is said, and the process' exit code is set.</returns>
    public static ClusterSetup? Read(string[] args)
    {
        try
        {
            var launch = LaunchOptions.Read(args);
            var builder = DistributedApplication.CreateBuilder(launch.Rest).AddDefaults();
            if (builder.ExecutionContext.IsPublishMode)
            {
                throw new LaunchProblemException(
                    "The AppHost publishes nothing; compose.yaml runs the cluster with Docker Compose.",
                    LaunchProblemException.Usage);
            }

            var folders = new Folders(builder.AppHostDirectory, builder.Configuration);
            var shape = ClusterShape.Read(builder.Configuration);
            var home = new HomeForm(folders.Home);
            var choice = FormChoice.Decide(launch.Form, home.Read(), ContainerRuntime.Find, LocalServers.Missing);
            builder.Services.AddHostedService(services => new FormStart(choice, folders, home, services));
            return new(builder, folders, shape, choice.Form, launch.Sweep is { } sweep ? folders.Find(sweep) : null);
        }
        catch (LaunchProblemException problem)
        {
            problem.Report();
            return null;
        }
    }

    /// <summary>Until the AppHost is stopped.</summary>
    public async Task RunAsync()
    {
        try
        {
            await Builder.Build().RunAsync();
        }
        catch (LaunchProblemException problem)
        {
            problem.Report();
        }
    }
}
