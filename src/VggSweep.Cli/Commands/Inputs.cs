using System.CommandLine;
using System.CommandLine.Parsing;
using VggSweep.Core;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Results.Answers;

namespace VggSweep.Cli.Commands;

/// <summary>
/// Makes every option and argument that has a value. The value is read by its <see cref="ValueKind"/>, as those of
/// sweep
/// files are, while the command line is parsed: a wrong one is a usage error before anything happens.
/// </summary>
internal static class Inputs
{
    private static readonly ValueKind Words = new TextKind("a text");
    private static readonly ValueKind Paths = new TextKind("a path");
    private static readonly ValueKind Durations = new DurationKind();

    /// <summary>A whole number; null where it is left out.</summary>
    public static Option<int?> Number(string name, string description, int low = 1, int high = int.MaxValue) =>
        Option<int?>(name, description, new ValueKind.Whole(low, high));

    /// <summary>A whole number with a default.</summary>
    public static Option<int> Number(string name, string description, int otherwise, int low, int high) =>
        Option<int>(name, description, new ValueKind.Whole(low, high), otherwise);

    /// <summary>One of an enum's values, in camelCase.</summary>
    public static Option<T> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum => Option(name, description, ValueKind.Choice.Of<T>(), otherwise);

    /// <summary>One of some words; the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] words) =>
        Option<string>(
            name, description, new ValueKind.Choice(words.ToDictionary(word => word, word => (object)word)), words[0]);

    /// <summary>A path; null where it is left out.</summary>
    public static Option<string?> Path(string name, string description) => Option<string?>(name, description, Paths);

    public static Option<string> Path(string name, string description, string otherwise) =>
        Option<string>(name, description, Paths, otherwise);

    public static Option<TimeSpan> Duration(string name, string description, TimeSpan otherwise) =>
        Option<TimeSpan>(name, description, Durations, otherwise);

    /// <summary>An option that may be given several times.</summary>
    /// <param name="read">Throws <see cref="QuestionException"/> for a text that is none.</param>
    public static Option<IReadOnlyList<T>> Repeated<T>(string name, string description, Func<string, T> read) =>
        new(name)
        {
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                try
                {
                    return [.. result.Tokens.Select(token => read(token.Value))];
                }
                catch (QuestionException exception)
                {
                    result.AddError($"{name}: {exception.Message}");
                    return [];
                }
            },
        };

    /// <summary>One or more settings, each <c>key=value</c>.</summary>
    public static Argument<Dictionary<string, string>> SettingsArgument(string name, string description) =>
        new(name)
        {
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
            {
                var settings = new Dictionary<string, string>();
                foreach (var text in result.Tokens.Select(token => token.Value))
                {
                    if (text.Split('=', 2) is not [{ Length: > 0 } key, var value] || !settings.TryAdd(key, value))
                    {
                        result.AddError($"{name} cannot be {VisibleText.Quote(text)}; give each key once, such as width=16.");
                    }
                }

                return settings;
            },
        };

    public static Argument<string> PathArgument(string name, string description) =>
        Argument<string>(name, description, Paths);

    public static Argument<string> TextArgument(string name, string description) =>
        Argument<string>(name, description, Words);

    public static Argument<int> NumberArgument(string name, string description) =>
        Argument<int>(name, description, new ValueKind.Whole(1, int.MaxValue));

    /// <summary>A whole number that may be left out.</summary>
    public static Argument<int?> OptionalNumberArgument(string name, string description)
    {
        var argument = Argument<int?>(name, description, new ValueKind.Whole(1, int.MaxValue));
        argument.Arity = ArgumentArity.ZeroOrOne;
        return argument;
    }

    private static Option<T> Option<T>(string name, string description, ValueKind kind, T? otherwise = default)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            CustomParser = result => Read<T>(result, name, kind),
            Arity = ArgumentArity.ExactlyOne,
        };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        if (kind is ValueKind.Choice choice)
        {
            option.CompletionSources.Add([.. choice.Names.Keys]);
        }

        return option;
    }

    private static Argument<T> Argument<T>(string name, string description, ValueKind kind) =>
        new(name)
        {
            Description = description,
            CustomParser = result => Read<T>(result, name, kind),
            Arity = ArgumentArity.ExactlyOne,
        };

    private static T? Read<T>(ArgumentResult result, string name, ValueKind kind)
    {
        if (result.Tokens is not [var token])
        {
            return default; // An argument that may be left out, or one that is missing, which the parser reports.
        }

        switch (kind.Parse(token.Value))
        {
            case long whole:
                return (T)(object)(int)whole;
            case { } value:
                return (T)value;
            default:
                result.AddError($"{name} cannot be {VisibleText.Quote(token.Value)}; give {kind.Description}.");
                return default;
        }
    }

    /// <summary>Anything but an empty text and what no path or name can hold.</summary>
    private sealed record TextKind(string Description) : ValueKind(Description)
    {
        public override object? Parse(string text) =>
            text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }
    private sealed record DurationKind() : ValueKind($"a duration above zero, such as {DurationText.Examples}")
    {
        public override object? Parse(string text) =>
            DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration : null;

        public override string Format(object value) => DurationText.Format((TimeSpan)value);
    }
}
