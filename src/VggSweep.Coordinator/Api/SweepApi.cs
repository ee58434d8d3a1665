using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Api;
using VggSweep.Core.Grains;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary><c>/api/v1</c>: what the commands ask of a coordinator.</summary>
internal static class SweepApi
{
    private const string ByRequest = "asked for over the API";

    /// <summary>Trials in one answer of <c>/plan</c>: some 700 KB.</summary>
    private const int TrialsOfPlan = 1_000;

    public static void MapApi(this IEndpointRouteBuilder routes, bool needsKey)
    {
        var api = routes.MapGroup("/api/v1").WithTags("VggSweep").ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.AddEndpointFilter(AnswerTime.BoundAsync);
        if (needsKey)
        {
            api.RequireAuthorization();
        }

        api.MapGet("/sweeps", (SweepDesk desk) => desk.ListAsync()).WithSummary("List all sweeps, without their trials.");
        api.MapPost("/sweeps", SubmitAsync).TakesFile().Produces<SubmittedSweep>(StatusCodes.Status201Created)
            .WithSummary("Submit a sweep file for training. A priority given here replaces the file's.");
        api.MapPost("/plan", PlanAsync).TakesFile().Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Json)
            .WithSummary($"Plan a sweep file: its trials and their cost, {TrialsOfPlan:N0} at a time from a given trial. Stores nothing.");
        var sweep = api.MapGroup("/sweeps/{sweep}").ProducesProblem(StatusCodes.Status404NotFound);
        sweep.AddEndpointFilter(RequireSweepAsync);
        sweep.MapGet("", DetailsAsync).Produces<SweepDetails>()
            .WithSummary($"Get a sweep, its file and its trials; of more than {SweepDetails.MostTrials:N0}, the current ones.");
        sweep.MapGet("/trials", PageAsync).Produces<TrialPage>()
            .WithSummary($"List trials from a given one, {SweepDetails.MostTrials:N0} at a time; next starts the next page.");
        sweep.MapGet("/best", RankedAsync).Produces<TrialPage>()
            .WithSummary($"List the trials, best first, {SweepDetails.MostRanked:N0} at most.");
        sweep.MapDelete("", DeleteAsync).Produces<DeletedSweep>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Delete a finished sweep with its rows and files.");
        sweep.MapGet("/epochs", async (string sweep, SweepDesk desk, SharedAnswers answers) =>
            new CompressedJson(await answers.GetAsync($"{sweep}/epochs", () => desk.AllEpochsAsync(sweep))))
                .Produces<IReadOnlyList<TrialEpochs>>().WithSummary("List the recorded epochs of all trials.");
        sweep.MapGet("/trials/{trial:int}/epochs", async Task<Results<Ok<IReadOnlyList<ListedEpoch>>,
            ProblemHttpResult>> (string sweep, int trial, SweepDesk desk) =>
            await desk.EpochsAsync(sweep, trial) is { } epochs
                ? TypedResults.Ok(epochs)
                : NoTrial(sweep, trial)).WithSummary("List the recorded epochs of a trial.");
        sweep.MapGet("/trials/{trial:int}/log", LogAsync)
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Get the log of a trial's attempts from a character offset.");
        sweep.MapGet("/attempts", async (string sweep, SweepDesk desk, SharedAnswers answers) =>
            new CompressedJson(await answers.GetAsync($"{sweep}/attempts", () => desk.AttemptsAsync(sweep))))
                .Produces<IReadOnlyList<ListedAttempt>>().WithSummary("List the attempts of all trials, with their workers.");
        sweep.MapGet("/events", async (string sweep, SweepDesk desk, SharedAnswers answers) =>
            new CompressedJson(await answers.GetAsync($"{sweep}/events", () => desk.EventsAsync(sweep))))
                .Produces<IReadOnlyList<ListedEvent>>().WithSummary("List every decision on the sweep, with the reason.");
        sweep.MapPost(
            "/pause",
            async (string sweep, IGrainFactory grains) =>
                DoneOrEnded(await grains.GetGrain<ISweepGrain>(sweep).Pause(ByRequest), $"Sweep {sweep}"))
            .Controls().WithSummary("Pause the sweep until it is resumed.");
        sweep.MapPost(
            "/resume",
            async (string sweep, IGrainFactory grains) => DoneOrEnded(await grains.GetGrain<ISweepGrain>(sweep).Start(), $"Sweep {sweep}"))
            .AddEndpointFilter(RequireReadableAsync).Controls().WithSummary("Resume the sweep.");
        sweep.MapPost(
            "/cancel",
            async (string sweep, IGrainFactory grains) =>
                DoneOrEnded(await grains.GetGrain<ISweepGrain>(sweep).Cancel(null, ByRequest), $"Sweep {sweep}"))
            .Controls().WithSummary("Cancel the sweep for good.");
        sweep.MapPost("/trials/{trial:int}/cancel", CancelTrialAsync).Controls().WithSummary("Cancel one trial for good.");
        sweep.MapPost("/retry", (string sweep, SweepDesk desk, IGrainFactory grains) => RetryAsync(sweep, null, desk, grains))
            .Produces<RetriedSweep>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Retry the failed trials.");
        sweep.MapPost("/trials/{trial:int}/retry", async (string sweep, int trial, SweepDesk desk, IGrainFactory grains) =>
            await desk.HasTrialAsync(sweep, trial)
                ? await RetryAsync(sweep, trial, desk, grains)
                : NoTrial(sweep, trial)).Produces<RetriedSweep>()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Retry a failed trial.");
        sweep.MapPost("/extend", ExtendAsync).TakesFile().Produces<SubmittedSweep>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Add values, seeds or trials to the sweep from a changed file; other changes are refused.");
        api.MapGet("/workers", (IGrainFactory grains) => grains.GetGrain<ILeaseBookGrain>(0).Workers()).WithSummary(
            "List the workers and the trials that they hold.");
        api.MapPost("/workers/{worker}/drain", DrainAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Drain a worker: it hands over its trials and leaves.");
    }

    private static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint) =>
        endpoint.Accepts<string>(MediaTypeNames.Text.Plain, "*/*").ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static RouteHandlerBuilder Controls(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> SubmitAsync(HttpRequest request, SweepDesk desk, int? priority) =>
        priority is < PlacementSpec.LowestPriority or > PlacementSpec.HighestPriority
            ? TypedResults.Problem(
                $"priority is {priority}; give a whole number from {PlacementSpec.LowestPriority} to {PlacementSpec.HighestPriority}.",
                statusCode: StatusCodes.Status422UnprocessableEntity)
        : await SpecText.ReadAsync(request.Body) is var (yaml, reading) && reading.Spec is { } spec
            ? TypedResults.Created((string?)null, await desk.SubmitAsync(yaml, spec, priority))
            : Mistakes(reading.Errors);

    private static async Task<IResult> PlanAsync(HttpRequest request, SweepDesk desk, int from = 1) =>
        from < 1 ? NoStart(from, 1)
        : await SpecText.ReadAsync(request.Body) is var (_, reading) && reading.Spec is { } spec
            ? TypedResults.Bytes(
                await desk.PlanAsync(spec, plan => PlanJson.WritePage(plan, from, TrialsOfPlan)),
                MediaTypeNames.Application.Json)
            : Mistakes(reading.Errors);

    private static async Task<IResult> ExtendAsync(string sweep, HttpRequest request, IGrainFactory grains) =>
        await SpecText.ReadAsync(request.Body) is var (yaml, reading) && reading.Spec is not null
            ? await grains.GetGrain<ISweepGrain>(sweep).Extend(yaml) switch
            {
                ExtendReply.Refused refused => TypedResults.Problem(
                    refused.Reason, statusCode: StatusCodes.Status409Conflict,
                    extensions: new Dictionary<string, object?> { ["differences"] = refused.Differences }),
                var extended => TypedResults.Ok(new SubmittedSweep(sweep, ((ExtendReply.Extended)extended).Trials)),
            }
            : Mistakes(reading.Errors);

    private static async Task<IResult> LogAsync(string sweep, int trial, SweepDesk desk, CoordinatorOptions options, int from = 0) =>
        from < 0 ? NoStart(from, 0)
        : !await desk.HasTrialAsync(sweep, trial) ? NoTrial(sweep, trial)
        : options.Files is { Length: > 0 } files ? TypedResults.Text(await TrialLogReader.ReadAsync(files, sweep, trial, from))
        : TypedResults.Problem(
            "This coordinator does not reach the files of the trials; set VggSweep__Files to the workers' shared folder.",
            statusCode: StatusCodes.Status409Conflict);

    private static async Task<IResult> DetailsAsync(string sweep, SweepDesk desk, SharedAnswers answers) =>
        await desk.FindAsync(sweep) is { } row
            ? new CompressedJson(await answers.GetAsync($"{sweep}/{row.State}/{row.Priority}", () => desk.DetailsAsync(row)))
            : NoSweep(sweep);

    private static async Task<IResult> PageAsync(
        string sweep, SweepDesk desk, SharedAnswers answers, int from = 1, int limit = SweepDetails.MostTrials) =>
        from < 1 ? NoStart(from, 1)
        : limit is < 1 or > SweepDetails.MostTrials
            ? TypedResults.Problem(
                $"limit is {limit}; give a whole number from 1 to {SweepDetails.MostTrials:N0}.",
                statusCode: StatusCodes.Status400BadRequest)
        : new CompressedJson(await answers.GetAsync(
            $"{sweep}/trials/{from}/{limit}", () => desk.PageAsync(sweep, from, limit)));

    private static async Task<IResult> RankedAsync(string sweep, SweepDesk desk, SharedAnswers answers) =>
        await desk.FindAsync(sweep) is { } row
            ? new CompressedJson(await answers.GetAsync($"{sweep}/best/{row.State}", () => desk.RankedAsync(row)))
            : NoSweep(sweep);

    private static async Task<IResult> CancelTrialAsync(string sweep, int trial, SweepDesk desk, IGrainFactory grains) =>
        await desk.HasTrialAsync(sweep, trial)
            ? DoneOrEnded(await grains.GetGrain<ISweepGrain>(sweep).Cancel(trial, ByRequest), $"Trial {trial} of {sweep}")
            : NoTrial(sweep, trial);

    private static IResult DoneOrEnded(bool isDone, string what) => isDone
        ? TypedResults.NoContent()
        : TypedResults.Problem($"{what} has ended already.", statusCode: StatusCodes.Status409Conflict);

    private static async Task<IResult> RetryAsync(string sweep, int? trial, SweepDesk desk, IGrainFactory grains) =>
        await grains.GetGrain<ISweepGrain>(sweep).Retry(trial, ByRequest) is { Count: > 0 } retried
            ? TypedResults.Ok(new RetriedSweep(sweep, retried))
            : TypedResults.Problem(
                RetriedSweep.WhyNone(sweep, trial, (await desk.FindAsync(sweep))!.State),
                statusCode: StatusCodes.Status409Conflict);

    private static async Task<IResult> DeleteAsync(string sweep, IGrainFactory grains, CoordinatorOptions options) =>
        await grains.GetGrain<ISweepGrain>(sweep).Delete()
            ? TypedResults.Ok(DeletedFiles(sweep, options.Files))
            : TypedResults.Problem($"Sweep {sweep} is not at its end; cancel it first.", statusCode: StatusCodes.Status409Conflict);

    private static DeletedSweep DeletedFiles(string sweep, string? files)
    {
        if (!Directory.Exists(files))
        {
            return new DeletedSweep(sweep, WithFiles: false, []);
        }

        var cleaner = new SweepFiles(files);
        return new DeletedSweep(sweep, WithFiles: true, [.. cleaner.Delete(cleaner.OfSweep(sweep)).Left.Select(left => $"{left}")]);
    }

    private static async Task<IResult> DrainAsync(string worker, IGrainFactory grains) =>
        await grains.GetGrain<ILeaseBookGrain>(0).Drain(worker, ByRequest)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"There is no worker {worker}.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Mistakes(IReadOnlyList<SpecError> errors) => TypedResults.Problem(
        "The sweep file has mistakes.", statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["errors"] = errors });

    private static ProblemHttpResult NoTrial(string sweep, int trial) =>
        TypedResults.Problem($"Sweep {sweep} has no trial {trial}.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NoStart(int from, int least) =>
        TypedResults.Problem($"from is {from}; give a whole number from {least}.", statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult NoSweep(string sweep) =>
        TypedResults.Problem($"There is no sweep {sweep}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A sweep whose row cannot be read would seem to run and train nothing.</summary>
    private static async ValueTask<object?> RequireReadableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var sweep = (string)context.HttpContext.GetRouteValue("sweep")!;
        var desk = context.HttpContext.RequestServices.GetRequiredService<SweepDesk>();
        return await desk.ProblemAsync(sweep) is { } problem
            ? TypedResults.Problem($"Sweep {sweep} cannot be read: {problem}.", statusCode: StatusCodes.Status409Conflict)
            : await next(context);
    }

    private static async ValueTask<object?> RequireSweepAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        var sweep = (string)request.GetRouteValue("sweep")!;
        var (desk, time) = (
            request.RequestServices.GetRequiredService<SweepDesk>(),
            request.RequestServices.GetRequiredService<TimeProvider>());
        return await desk.FindAsync(sweep).WaitAsync(AnswerTime.Longest, time) is null ? NoSweep(sweep) : await next(context);
    }
}
