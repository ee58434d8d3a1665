using System.Globalization;
using System.Text.RegularExpressions;

namespace VggSweep.Core;

/// <summary>
/// The one syntax of durations, in sweep files and configuration: a number with its unit (<c>30s</c>, <c>5m</c>, <c>1.5h</c>)
/// or <c>hours:minutes:seconds</c> (<c>00:00:30</c>, with days as <c>1.00:00:00</c>).
/// </summary>
public static partial class DurationText
{
    /// <summary>For messages.</summary>
    public const string Examples = "30s, 5m or 00:00:30";

    /// <summary>As JSON Schema and .NET both read it.</summary>
    internal const string ColonPattern = @"([0-9]+\.)?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?";

    /// <summary>Longer ones are refused: they overflow what timers take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <returns>
    /// Whether the text is a duration from zero to <see cref="Longest"/>. A bare number is not: its unit would be a
    /// guess.
    /// </returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (Colons().IsMatch(text))
        {
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration) && duration <= Longest;
        }

        var match = NumberWithUnit().Match(text);
        if (!match.Success
            || !double.TryParse(
                match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var number))
        {
            return false;
        }

        var seconds = number * match.Groups["unit"].Value switch { "h" => 3_600, "m" => 60, _ => 1 };
        if (seconds > Longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        _ when duration.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours}h"),
        _ when duration.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes}m"),
        _ when duration.Ticks % TimeSpan.TicksPerSecond == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds}s"),
        _ => duration.ToString("c", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^(?<number>[0-9]*\.?[0-9]+)(?<unit>[smh])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberWithUnit();

    [GeneratedRegex($@"^{ColonPattern}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Colons();
}
