using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Search;

/// <summary>All configurations of a sweep: by number where they are finite, drawn otherwise.</summary>
public sealed class ConfigurationSpace
{
    /// <summary>Half of what long holds, so that permuting the numbers stays within it.</summary>
    internal const long GreatestCount = 1L << 62;

    /// <summary>Configurations that are tried in a row for one that meets the constraints; then the search ends.</summary>
    internal const int MostTries = 10_000;

    private readonly TrialParameters trial;
    private readonly Numbering numbering;
    private readonly (Condition Condition, int Parent)[][] conditions;
    private readonly Feasibility feasibility;
    private readonly IReadOnlyList<ParameterSpace> parameters;
    private long? allowed;

    public ConfigurationSpace(SweepSpec spec)
    {
        trial = spec.Base;
        parameters = spec.Parameters;
        feasibility = new Feasibility(spec);
        numbering = new Numbering(parameters, IndexOf);
        conditions = [.. parameters.Select(space => space.When.Select(condition => (condition, Parent(condition.Key))).ToArray())];
        IsConditional = conditions.Any(list => list.Length > 0);
    }

    /// <summary>The combinations; null where a parameter is a real range or they are too many to number.</summary>
    public long? Count => numbering.Count;

    /// <summary>Whether some configurations lack some parameters.</summary>
    internal bool IsConditional { get; }

    /// <summary>
    /// The combinations that meet the constraints, at most: counted up to <see cref="MostTries"/> combinations, else all.
    /// Null as <see cref="Count"/>.
    /// </summary>
    internal long? Allowed => !IsConstrained || Count is not <= MostTries ? Count
        : allowed ??= Enumerable.Range(0, (int)Count.Value).LongCount(number => Allows(At(number)));

    internal bool IsConstrained => feasibility.IsConstrained;

    /// <summary>The combination of that number in the order of the file: the last parameter changes fastest.</summary>
    public TrialParameters At(long number) => Compose([.. numbering.LevelsOf(number)
        .Select((level, index) => level == Numbering.None ? null : parameters[index].ValueAt(level))]);

    /// <summary>A combination whose parameters are drawn independently.</summary>
    public TrialParameters Draw(SeededRandom random)
    {
        var values = new object?[parameters.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = IsActive(index, values) ? Draw(parameters[index], random) : null;
        }

        return Compose(values);
    }

    /// <summary>Whether the parameter of an index belongs to a configuration, by the values of those before it.</summary>
    internal bool IsActive(int index, object?[] values) => conditions[index].All(one => one.Condition.Holds(values[one.Parent]));

    /// <summary>Whether a configuration meets the constraints.</summary>
    internal bool Allows(TrialParameters configuration) => feasibility.Allows(configuration);

    /// <summary>The configuration with those values, in the order of the file; null where it does not have the parameter.</summary>
    internal TrialParameters Compose(object?[] values)
    {
        var composed = trial;
        for (var index = 0; index < parameters.Count; index++)
        {
            composed = values[index] is { } value ? TrialParameterTable.Of(parameters[index].Key).With(composed, value) : composed;
        }

        return TrialNetwork.Resolve(composed);
    }

    private int Parent(string key) => parameters.Index().First(one => one.Item.Key == key).Index;

    private long IndexOf(int parameter, object value) => ((ParameterSpace.Values)parameters[parameter]).Items.Index()
        .First(one => one.Item.Equals(value)).Index;

    private static object Draw(ParameterSpace parameter, SeededRandom random) => parameter switch
    {
        ParameterSpace.Range { Step: null } range => Draw(range, random.NextDouble()),
        _ => parameter.ValueAt((long)(random.NextDouble() * parameter.Size!.Value)),
    };

    /// <summary>The place of a share of the range. Rounding may leave the ends by a bit, and a momentum must stay below 1.</summary>
    private static double Draw(ParameterSpace.Range range, double share)
    {
        var value = range.Logarithmic
            ? Math.Exp(Math.Log(range.Low) + ((Math.Log(range.High) - Math.Log(range.Low)) * share))
            : range.Low + ((range.High - range.Low) * share);
        return Math.Clamp(value, range.Low, range.High);
    }
}
