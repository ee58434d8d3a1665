using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Search;

/// <summary>All configurations of a sweep: by number where they are finite, drawn otherwise.</summary>
public sealed class ConfigurationSpace
{
    /// <summary>Half of what long holds, so that permuting the numbers stays within it.</summary>
    internal const long GreatestCount = 1L << 62;

    private readonly TrialParameters trial;
    private readonly IReadOnlyList<ParameterSpace> parameters;

    public ConfigurationSpace(SweepSpec spec)
    {
        trial = spec.Base;
        parameters = spec.Parameters;
        Count = CountOf(parameters);
    }

    /// <summary>The combinations; null where a parameter is a real range or they are too many to number.</summary>
    public long? Count { get; }

    /// <summary>The combination of that number in the order of the file: the last parameter changes fastest.</summary>
    public TrialParameters At(long number)
    {
        var values = new object[parameters.Count];
        for (var index = parameters.Count - 1; index >= 0; index--)
        {
            var size = SizeOf(parameters[index]);
            values[index] = ValueAt(parameters[index], number % size);
            number /= size;
        }

        return Compose(values);
    }

    /// <summary>A combination whose parameters are drawn independently.</summary>
    public TrialParameters Draw(SeededRandom random) => Compose([.. parameters.Select(parameter => Draw(parameter, random))]);

    /// <summary>The configuration with those values, in the order of the file.</summary>
    internal TrialParameters Compose(object[] values)
    {
        var composed = trial;
        for (var index = 0; index < parameters.Count; index++)
        {
            composed = TrialParameterTable.Of(parameters[index].Key).With(composed, values[index]);
        }

        return TrialNetwork.Resolve(composed);
    }

    private static long? CountOf(IEnumerable<ParameterSpace> parameters)
    {
        Int128 count = 1;
        foreach (var parameter in parameters)
        {
            count *= parameter is ParameterSpace.Range ? GreatestCount : SizeOf(parameter);
            if (count >= GreatestCount)
            {
                return null;
            }
        }

        return (long)count;
    }

    private static long SizeOf(ParameterSpace parameter) => parameter switch
    {
        ParameterSpace.Values values => values.Items.Count,
        ParameterSpace.Integers range => range.High - range.Low + 1,
        _ => throw new InvalidOperationException($"{parameter.Key} has no finite number of values."),
    };

    private static object ValueAt(ParameterSpace parameter, long index) => parameter switch
    {
        ParameterSpace.Values values => values.Items[(int)index],
        ParameterSpace.Integers range => range.Low + index,
        _ => throw new InvalidOperationException($"{parameter.Key} has no numbered values."),
    };

    private static object Draw(ParameterSpace parameter, SeededRandom random) => parameter switch
    {
        ParameterSpace.Range range => Draw(range, random.NextDouble()),
        _ => ValueAt(parameter, (long)(random.NextDouble() * SizeOf(parameter))),
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
