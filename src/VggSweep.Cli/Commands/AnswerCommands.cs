using System.CommandLine;
using VggSweep.Cli.Answers;
using VggSweep.Results.Answers;

namespace VggSweep.Cli.Commands;

/// <summary>
/// <c>vggsweep best</c>, <c>front</c>, <c>importance</c>, <c>fit</c>, <c>advise</c> and <c>compare</c>: what a sweep's
/// results say.
/// </summary>
internal static class AnswerCommands
{
    public static Command Best(SourceOptions options, Terminal terminal)
    {
        var under = Inputs.Repeated(
            "--under", "A limit, such as macs=50e6: of macs, params, seconds, peakBytes or a swept number. May be "
            + "repeated.",
            Limit.Parse);
        return Create(
            "best", "Name the best configuration, what the next step up costs and gains, and what cannot be told from "
            + "it.", under,
            options, terminal, parsed => Questions.Best(parsed.GetValue(under)!));
    }

    public static Command Front(SourceOptions options, Terminal terminal)
    {
        var cost = Inputs.Choice(
            "--cost", "What results are weighed against: macs, seconds, params or peakBytes.", Cost.Macs);
        return Create(
            "front", "List the configurations that no other beats in both cost and accuracy.", cost, options, terminal,
            parsed => Questions.Front(parsed.GetValue(cost)));
    }

    public static Command Importance(SourceOptions options, Terminal terminal) => Create(
        "importance", "Say which swept parameters decide whether a configuration is among the "
        + "best.", own: null, options,
        terminal,
        _ => Questions.Importance());

    public static Command Fit(SourceOptions options, Terminal terminal) => Create(
        "fit", "Fit the error to MACs and to two swept parameters, and predict configurations that were not run.",
        own: null,
        options, terminal, _ => Questions.Fit());

    public static Command Advise(SourceOptions options, Terminal terminal)
    {
        var budget = Inputs.Duration("--budget", "Training time to spend, such as 30m.", TimeSpan.FromMinutes(30));
        return Create(
            "advise", "Name the trials that would change the answer most within a budget.", budget, options, terminal,
            parsed => Questions.Advice(parsed.GetValue(budget)));
    }

    public static Command Compare(SourceOptions options, Terminal terminal)
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var other = Inputs.TextArgument("OTHER", "The id of the sweep to compare it with.");
        var command = new Command("compare", "Say what one sweep gains over another, configuration by configuration.")
        {
            sweep, other, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            return Answer(
                terminal, await source.CompareAsync(parsed.GetValue(sweep)!, parsed.GetValue(other)!),
                parsed.GetValue(json));
        });
        return command;
    }

    private static Command Create<T>(
        string name, string description, Option? own, SourceOptions options, Terminal terminal,
        Func<ParseResult, Question<T>> ask)
        where T : IAnswer
    {
        var (sweep, json) = (CommonOptions.Sweep(), CommonOptions.Json());
        var command = new Command(name, description) { sweep, json };
        if (own is not null)
        {
            command.Options.Add(own);
        }

        command.SetAction(async (parsed, _) =>
        {
            await using var source = options.Open(parsed);
            return Answer(
                terminal, await source.AnswerAsync(parsed.GetValue(sweep)!, ask(parsed)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Answer<T>(Terminal terminal, T answer, bool json)
        where T : IAnswer
    {
        if (json)
        {
            Terminal.WriteJson(answer);
        }
        else
        {
            AnswerText.Write(terminal.Out, answer);
        }

        return ExitCode.Ok;
    }
}
