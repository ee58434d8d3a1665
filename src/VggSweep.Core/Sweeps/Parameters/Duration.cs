using System.Globalization;

namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>A time above zero and up to a year, as <c>90s</c>, <c>30m</c>, <c>2h</c> or a number of seconds; as TimeSpan.</summary>
internal sealed record Duration() : ValueKind("a time in seconds, minutes or hours")
{
    private const double SecondsOfYear = 365 * 86_400d;

    public override object? Parse(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            _ => 0,
        };
        var number = unit == 0 ? text : text[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * Math.Max(unit, 1) is > 0 and <= SecondsOfYear and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
