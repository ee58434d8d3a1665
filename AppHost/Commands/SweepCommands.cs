using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VggSweep.AppHost.Running;
using VggSweep.Client;
using VggSweep.Core;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;

namespace VggSweep.AppHost.Commands;

/// <summary>Commands on sweeps, on the coordinator's row.</summary>
internal static class SweepCommands
{
    public const string Pause = "pause-sweep";
    public const string Resume = "resume-sweep";
    public const string Cancel = "cancel-sweep";
    public const string OpenReport = "open-report";
    public const string Sweep = "sweep";

    public static IResourceBuilder<ProjectResource> WithSweepCommands(this IResourceBuilder<ProjectResource> coordinator, Folders folders)
    {
        coordinator.ApplicationBuilder.Services.TryAddSingleton<SweepBoard>();
        var launch = new LaunchCommand(coordinator.Resource, folders);
        return coordinator
            .WithCommand(LaunchCommand.Name, "Launch sweep", launch.ExecuteAsync, launch.Options)
            .WithSweepAction(Pause, "Pause", "Pauses a sweep until it is resumed.", "Pause", state => state is SweepState.Running,
                (api, sweep, cancellation) => api.PauseAsync(sweep, cancellation))
            .WithSweepAction(Resume, "Resume", "Resumes a paused or stopped sweep.", "Play",
                state => state is SweepState.Paused or SweepState.Stopped,
                (api, sweep, cancellation) => api.ResumeAsync(sweep, cancellation))
            .WithSweepAction(
                Cancel, "Cancel", "Cancels a sweep for good.", "Dismiss", state => !state.IsEnded(),
                (api, sweep, cancellation) => api.CancelAsync(sweep, trial: null, cancellation),
                "Results so far are kept; the remaining trials are never trained. Cancel the sweep?")
            .WithSweepCommand(OpenReport, "Open report", "Writes a sweep's report and opens it in the browser.",
            "DocumentData", _ => true, confirmation: null,
                (api, sweep, cancellation) => ReportOpening.OpenAsync(api.Address, sweep, folders, cancellation));
    }

    private static IResourceBuilder<ProjectResource> WithSweepAction(
        this IResourceBuilder<ProjectResource> coordinator, string name, string display, string description, string icon,
        Func<SweepState, bool> fits, Func<CoordinatorClient, string, CancellationToken, Task> act, string? confirmation = null) =>
        coordinator.WithSweepCommand(name, display, description, icon, fits, confirmation, async (api, sweep, cancellation) =>
        {
            await act(api, sweep, cancellation);
            return $"{display}: {sweep}.";
        });

    /// <param name="fits">The states of a sweep in which the command makes sense.</param>
    /// <param name="run">Does it, and tells what was done.</param>
    private static IResourceBuilder<ProjectResource> WithSweepCommand(
        this IResourceBuilder<ProjectResource> coordinator, string name, string display, string description, string icon,
        Func<SweepState, bool> fits, string? confirmation, Func<CoordinatorClient, string, CancellationToken, Task<string>> run) =>
        coordinator.WithCommand(
            name, display, async context =>
            {
                try
                {
                    using var api = CoordinatorApi.At(coordinator.Resource);
                    return CommandResults.Success(await run(api, context.Arguments.GetString(Sweep)!, context.CancellationToken));
                }
                catch (CoordinatorProblemException problem)
                {
                    return CommandResults.Failure(problem.Message);
                }
            },
            new CommandOptions
            {
                Description = description,
                IconName = icon,
                ConfirmationMessage = confirmation,
                Arguments =
                [
                    new InteractionInput
                    {
                        Name = Sweep, Label = "Sweep", InputType = InputType.Choice, Required = true,
                        DynamicLoading = new InputLoadOptions
                        {
                            AlwaysLoadOnStart = true,
                            LoadCallback = context => LoadAsync(context, coordinator.Resource, fits),
                        },
                    },
                ],
                UpdateState = context => CommandStates.WhenHealthy(
                    context, context.Services.GetRequiredService<SweepBoard>().Sweeps.Any(sweep => fits(sweep.State))),
            });

    private static async Task LoadAsync(LoadInputContext context, IResourceWithEndpoints coordinator, Func<SweepState, bool> fits)
    {
        using var api = CoordinatorApi.At(coordinator);
        context.Input.Options =
        [
            .. (await api.SweepsAsync(context.CancellationToken))
                .Where(sweep => fits(sweep.State))
                .OrderByDescending(sweep => sweep.Created)
                .Select(sweep => KeyValuePair.Create(sweep.Sweep, Text(sweep))),
        ];
    }

    private static string Text(ListedSweep sweep) =>
        $"{sweep.Sweep} ({sweep.State.ToString().ToLowerInvariant()}, {Words.Count(sweep.Trials, "trial")})";
}
