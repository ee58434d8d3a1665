using System.Globalization;

namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>A duration from a second to a year, as <see cref="DurationText"/> reads it, or a number of seconds; as TimeSpan.</summary>
internal sealed record Duration() : ValueKind("a duration of one second or more")
{
    public override object? Parse(string text) =>
        DurationText.TryParse(IsNumber(text) ? text + "s" : text, out var duration) && duration >= TimeSpan.FromSeconds(1)
            ? duration
            : null;

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
