using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Search.Encoding;

/// <summary>
/// One parameter as the unit interval. Level k of n lies at (k + ½)/n, in the middle of its share of the interval; a range
/// fills the interval evenly, or evenly in its logarithm.
/// </summary>
internal abstract class Axis(string key)
{
    private readonly TrialParameter parameter = TrialParameterTable.Of(key);

    public string Key => key;

    /// <summary>Distinct values; null for a range of reals.</summary>
    public abstract long? Levels { get; }

    /// <summary>Whether the values have no order, so that only equality counts as near.</summary>
    public virtual bool IsCategorical => false;

    public static Axis Of(ParameterSpace space) => space switch
    {
        ParameterSpace.Values { Items: [long or double, ..] } values => new Listed(values.Key, [.. values.Items.Distinct().Order()]),
        ParameterSpace.Values values => new Named(values.Key, [.. values.Items.Distinct()]),
        ParameterSpace.Range { Step: null } range => new Real(range),
        ParameterSpace.Range { Step: { } step } range => new Stepped(range, value => ((double)value - range.Low) / step),
        ParameterSpace.Integers { Step: var step } range => new Stepped(range, value => ((double)(long)value - range.Low) / step),
        _ => throw new ArgumentOutOfRangeException(nameof(space)),
    };

    /// <summary>The level that a place in [0, 1] belongs to.</summary>
    public long Level(double place) => Math.Clamp((long)(place * Levels!.Value), 0, Levels!.Value - 1);

    /// <summary>The nearest place that stands for a value.</summary>
    public virtual double Snap(double place) => Middle(Level(place));

    public double Middle(long level) => (level + 0.5) / Levels!.Value;

    /// <summary>The place of the trial's value; null when this axis does not have it.</summary>
    public double? Encode(TrialParameters trial) => parameter.Get(trial) is { } value ? Place(value) : null;

    /// <summary>The value at the nearest place that stands for one.</summary>
    public abstract object Decode(double place);

    /// <summary>The place of a value; null when this axis does not have it.</summary>
    public abstract double? Place(object value);

    /// <summary>Listed numbers, by rank: a list is spaced as its author wants to compare.</summary>
    private class Listed(string key, object[] values) : Axis(key)
    {
        private readonly Dictionary<object, int> levels = values.Select((value, level) => (value, level)).ToDictionary();

        public override long? Levels => values.Length;

        public override object Decode(double place) => values[Level(place)];

        public override double? Place(object value) => levels.TryGetValue(value, out var level) ? Middle(level) : null;
    }

    /// <summary>Listed names, flags and choices.</summary>
    private sealed class Named(string key, object[] values) : Listed(key, values)
    {
        public override bool IsCategorical => true;
    }

    /// <summary>A range of numbers at equal distances.</summary>
    /// <param name="stepsTo">Of a value, from the lowest.</param>
    private sealed class Stepped(ParameterSpace space, Func<object, double> stepsTo) : Axis(space.Key)
    {
        public override long? Levels { get; } = space.Size;

        public override object Decode(double place) => space.ValueAt(Level(place));

        public override double? Place(object value)
        {
            var level = Math.Round(stepsTo(value));
            return level >= 0 && level < Levels && space.ValueAt((long)level).Equals(value) ? Middle((long)level) : null;
        }
    }

    private sealed class Real(ParameterSpace.Range space) : Axis(space.Key)
    {
        private readonly double low = space.Logarithmic ? Math.Log(space.Low) : space.Low;
        private readonly double high = space.Logarithmic ? Math.Log(space.High) : space.High;

        public override long? Levels => null;

        public override double Snap(double place) => Math.Clamp(place, 0, 1);

        public override object Decode(double place)
        {
            var value = low + ((high - low) * place);
            return Math.Clamp(space.Logarithmic ? Math.Exp(value) : value, space.Low, space.High);
        }

        public override double? Place(object value)
        {
            if (value is not double real || real < space.Low || real > space.High)
            {
                return null;
            }

            return high > low ? Math.Clamp(((space.Logarithmic ? Math.Log(real) : real) - low) / (high - low), 0, 1) : 0.5;
        }
    }
}
