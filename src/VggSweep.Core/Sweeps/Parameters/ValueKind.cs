using System.Globalization;

namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>What a value in a sweep file may be, and how it is written. Values are long, double, bool, string or an enum.</summary>
/// <param name="Description">For messages, as <c>a whole number from 1 to 8</c>.</param>
public abstract record ValueKind(string Description)
{
    /// <summary>The value that the text stands for, or null when it stands for none of this kind.</summary>
    public abstract object? Parse(string text);

    /// <summary>
    /// The value of a stored text, or null. Only its type is checked: a bound that was tightened since must not make
    /// old rows unreadable.
    /// </summary>
    public virtual object? Restore(string text) => Parse(text);

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public virtual string Format(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>Whole numbers from Low to High, as long.</summary>
    public sealed record Whole(long Low, long High)
        : ValueKind(string.Create(CultureInfo.InvariantCulture, $"a whole number from {Low:N0} to {High:N0}"))
    {
        public override object? Parse(string text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= Low && value <= High && !IsOctal(text) ? value : null;

        public override object? Restore(string text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

        /// <summary>017 is 15 for some readers of YAML and 17 for others.</summary>
        private static bool IsOctal(string text) => text.TrimStart('+', '-') is { Length: > 1 } digits && digits[0] == '0';
    }

    /// <summary>Finite numbers from Low, or above it, and below Below, as double.</summary>
    public sealed record Real(string Description, double Low, bool IncludesLow = true, double Below = double.PositiveInfinity)
        : ValueKind(Description)
    {
        private const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        public override object? Parse(string text) =>
            double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value)
            && (value > Low || (IncludesLow && value == Low)) && value < Below && double.IsFinite(value)
                ? value + 0.0 // -0 becomes 0, else two texts would stand for one value
                : null;

        public override object? Restore(string text) =>
            double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

        public override string Format(object value) => ((double)value).ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary><c>true</c> or <c>false</c>, as bool.</summary>
    public sealed record Flag() : ValueKind("true or false")
    {
        public override object? Parse(string text) => text switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };

        public override string Format(object value) => (bool)value ? "true" : "false";
    }

    /// <summary>One of a few names, each with its value.</summary>
    public sealed record Choice(IReadOnlyDictionary<string, object> Names)
        : ValueKind(Names.Count == 1 ? Names.Keys.Single() : "one of " + string.Join(", ", Names.Keys))
    {
        /// <summary>A choice between the values of an enum, in camelCase.</summary>
        public static Choice Of<T>()
            where T : struct, Enum =>
            new(
                Enum.GetValues<T>().ToDictionary(
                    value => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..], value => (object)value));

        public override object? Parse(string text) => Names.GetValueOrDefault(text);

        public override string Format(object value) => Names.Single(name => name.Value.Equals(value)).Key;
    }
}
