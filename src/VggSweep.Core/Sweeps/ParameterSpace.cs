using System.Globalization;

namespace VggSweep.Core.Sweeps;

/// <summary>The values that one parameter may take.</summary>
public abstract record ParameterSpace(string Key)
{
    /// <summary>
    /// What other parameters must be for a configuration to have this one, all of it. Default: nothing, every configuration
    /// has it.
    /// </summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    /// <summary>Distinct values; null for a range of reals without steps.</summary>
    public abstract long? Size { get; }

    /// <summary>The value of that index, below <see cref="Size"/>.</summary>
    public abstract object ValueAt(long index);

    /// <summary>Whether a value, as the parameter's kind parses it, is one of these.</summary>
    public abstract bool Contains(object value);

    /// <summary>Listed values, each as the parameter's kind parses it: long, double, bool, string or an enum.</summary>
    public sealed record Values(string Key, IReadOnlyList<object> Items) : ParameterSpace(Key)
    {
        public override long? Size => Items.Count;

        public override object ValueAt(long index) => Items[(int)index];

        public override bool Contains(object value) => Items.Contains(value);
    }

    /// <summary>Real numbers in [Low, High], uniform in the value or in its logarithm.</summary>
    public sealed record Range(string Key, double Low, double High, bool Logarithmic) : ParameterSpace(Key)
    {
        /// <summary>Distance between the values, from Low to High. Default: none, every number of the range.</summary>
        public double? Step { get; init; }

        public override long? Size => Step is { } step ? (long)Math.Round((High - Low) / step) + 1 : null;

        public override object ValueAt(long index) =>
            Step is not { } step ? throw new InvalidOperationException($"{Key} has no numbered values.")
            : index == 0 ? Low
            : index == Size - 1 ? High
            : Rounded(Low + (index * step));

        public override bool Contains(object value) => value is double number && number >= Low && number <= High
            && (Step is not { } step || ValueAt((long)Math.Round((number - Low) / step)).Equals(number));

        /// <summary>To 15 digits, all that a double holds of any decimal: 0.1 and two steps of 0.1 are 0.3.</summary>
        private static double Rounded(double value) =>
            double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whole numbers from Low to High, both included, Step apart.</summary>
    public sealed record Integers(string Key, long Low, long High, long Step = 1) : ParameterSpace(Key)
    {
        public override long? Size => ((High - Low) / Step) + 1;

        public override object ValueAt(long index) => Low + (index * Step);

        public override bool Contains(object value) =>
            value is long number && number >= Low && number <= High && (number - Low) % Step == 0;
    }
}
