using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Search;

/// <summary>A configuration of a sweep as a person names it: <c>width=16 lr=0.05</c>.</summary>
public static class ConfigurationText
{
    private const string Seed = "seed";

    /// <param name="settings">Texts by parameter: all that the configuration has, and a seed if another is wanted.</param>
    /// <returns>The configuration, or a sentence that says why there is none and what to give.</returns>
    public static (TrialParameters? Parameters, string Problem) Read(
        SweepSpec spec, IReadOnlyDictionary<string, string> settings)
    {
        var keys = spec.Parameters.Select(space => space.Key).ToList();
        if (settings.Keys.FirstOrDefault(key => key != Seed && !keys.Contains(key)) is { } unknown)
        {
            return (null, $"{unknown} is not a parameter of the sweep; give {string.Join(", ", keys)}.");
        }

        var (space, values) = (new ConfigurationSpace(spec), new object?[keys.Count]);
        foreach (var (index, parameter) in spec.Parameters.Index())
        {
            var text = settings.GetValueOrDefault(parameter.Key);
            var isActive = space.IsActive(index, values);
            values[index] = isActive ? ValueOf(parameter, text) : null;
            if (isActive ? values[index] is null : text is not null)
            {
                return (null, ProblemOf(parameter, text, isActive));
            }
        }

        return Checked(spec, space.Compose(values), keys.Contains(Seed) ? null : settings.GetValueOrDefault(Seed));
    }

    private static (TrialParameters? Parameters, string Problem) Checked(SweepSpec spec, TrialParameters trial, string? seed)
    {
        var parameter = TrialParameterTable.Of(Seed);
        if (seed is not null && parameter.Kind.Parse(seed) is not { })
        {
            return (null, $"seed cannot be {VisibleText.Quote(seed)}; give {parameter.Kind.Description}.");
        }

        trial = seed is null ? trial : parameter.With(trial, parameter.Kind.Parse(seed)!);
        return new Feasibility(spec).Violated(trial).FirstOrDefault() is { } violated
            ? (null, $"It does not meet {violated}, which the sweep's file asks of every configuration.")
            : (trial, "");
    }

    /// <summary>One of the space; the only one where none is given.</summary>
    private static object? ValueOf(ParameterSpace space, string? text) =>
        text is null ? space is ParameterSpace.Values { Items: [var only] } ? only : null
        : TrialParameterTable.Of(space.Key).Kind.Parse(text) is { } value && space.Contains(value) ? value : null;

    private static string ProblemOf(ParameterSpace space, string? text, bool isActive)
    {
        if (!isActive)
        {
            return $"{space.Key} belongs to other configurations than this one; leave it out.";
        }

        var format = TrialParameterTable.Of(space.Key).Kind.Format;
        var wanted = space switch
        {
            ParameterSpace.Values values => $"one of {string.Join(", ", values.Items.Select(format))}",
            ParameterSpace.Integers range => $"a whole number from {range.Low} to {range.High}{Steps(range.Step > 1, format(range.Step))}",
            ParameterSpace.Range range => $"a number from {format(range.Low)} to {format(range.High)}"
                + Steps(range.Step is not null, range.Step is { } step ? format(step) : ""),
            _ => throw new ArgumentOutOfRangeException(nameof(space)),
        };
        return $"{space.Key} {(text is null ? "is missing" : $"cannot be {VisibleText.Quote(text)}")}; give {wanted}.";
    }

    private static string Steps(bool hasSteps, string step) => hasSteps ? $" in steps of {step}" : "";
}
