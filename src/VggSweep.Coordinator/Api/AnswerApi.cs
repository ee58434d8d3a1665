using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core;
using VggSweep.Results.Answers;
using VggSweep.Results.Answers.Advice;
using VggSweep.Results.Answers.Best;
using VggSweep.Results.Answers.Comparison;
using VggSweep.Results.Answers.Fit;
using VggSweep.Results.Answers.Front;
using VggSweep.Results.Answers.Importance;

namespace VggSweep.Coordinator.Api;

/// <summary><c>/api/v1/sweeps/{sweep}/answers</c>: what a sweep's results say.</summary>
internal static class AnswerApi
{
    private const string DefaultBudget = "30m";

    public static void MapAnswers(this IEndpointRouteBuilder sweep)
    {
        var answers = sweep.MapGroup("/answers").ProducesProblem(StatusCodes.Status409Conflict);
        answers.WithMetadata(new AnswerTime.Computed()).AddEndpointFilter(SweepApi.RequireReadableAsync);
        answers.MapGet("/best", (string sweep, string[]? under, SweepDesk desk, SharedAnswers shared) =>
            AnswerAsync(sweep, () => Questions.Best([.. (under ?? []).Select(Limit.Parse)]), desk, shared))
                .Produces<BestAnswer>()
            .WithSummary(
                "Get the best configuration within limits such as under=macs=50e6, the next step up, and its equals.");
        answers.MapGet("/front", (string sweep, SweepDesk desk, SharedAnswers shared, Cost cost = Cost.Macs) =>
            AnswerAsync(sweep, () => Questions.Front(cost), desk, shared)).Produces<FrontAnswer>()
            .WithSummary("List the configurations that no other beats in both cost and objective.");
        answers.MapGet("/importance", (string sweep, SweepDesk desk, SharedAnswers shared) =>
            AnswerAsync(sweep, Questions.Importance, desk, shared)).Produces<ImportanceAnswer>()
            .WithSummary("Get the importance of each swept parameter (PED-ANOVA).");
        answers.MapGet("/fit", (string sweep, SweepDesk desk, SharedAnswers shared) =>
            AnswerAsync(sweep, Questions.Fit, desk, shared)).Produces<FitAnswer>()
            .WithSummary("Get the error as a function of MACs and of two swept parameters, with predictions.");
        answers.MapGet("/advice", (string sweep, SweepDesk desk, SharedAnswers shared, string budget = DefaultBudget) =>
            AnswerAsync(sweep, () => Questions.Advice(Budget(budget)), desk, shared)).Produces<AdviceAnswer>()
            .WithSummary("Get the trials that would change the answer most within a budget such as 30m.");
        answers.MapGet("/compare/{other}", CompareAsync)
            .AddEndpointFilter(RequireOtherAsync)
            .Produces<ComparisonAnswer>()
            .WithSummary("Get what another sweep gains over this one, configuration by configuration.");
    }

    private static Task<IResult> AnswerAsync<T>(
        string sweep, Func<Question<T>> ask, SweepDesk desk, SharedAnswers shared)
        where T : IAnswer => OrMistakeAsync(async () =>
        {
            var question = ask();
            return new CompressedJson(await shared.GetAsync(
                $"{sweep}/answers/{question.Path}",
                async () => question.Answer((await desk.AllAsync((await desk.FindAsync(sweep))!))!)));
        });

    private static Task<IResult> CompareAsync(string sweep, string other, SweepDesk desk, SharedAnswers shared) =>
        OrMistakeAsync(async () => new CompressedJson(await shared.GetAsync(
            $"{sweep}/answers/compare/{other}", async () => ComparisonQuestion.Of(
                (await desk.AllAsync((await desk.FindAsync(sweep))!))!,
                (await desk.AllAsync((await desk.FindAsync(other))!))!))));

    private static async Task<IResult> OrMistakeAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (QuestionException mistake)
        {
            return TypedResults.Problem(mistake.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <exception cref="QuestionException">The text is no duration.</exception>
    private static TimeSpan Budget(string text) => DurationText.TryParse(text, out var budget) && budget > TimeSpan.Zero
        ? budget
        : throw new QuestionException(
            $"budget is {VisibleText.Quote(text)}; give a duration above zero, such as {DurationText.Examples}.");

    private static async ValueTask<object?> RequireOtherAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var other = context.GetArgument<string>(1);
        var desk = context.GetArgument<SweepDesk>(2);
        return await desk.FindAsync(other) is null ? SweepApi.NoSweep(other)
            : await desk.ProblemAsync(other) is { } problem
                ? TypedResults.Problem(
                    $"Sweep {other} cannot be read: {problem}.", statusCode: StatusCodes.Status409Conflict)
            : await next(context);
    }
}
