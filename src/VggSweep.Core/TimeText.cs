namespace VggSweep.Core;

/// <summary>A predicted time for people, in two units at most.</summary>
public static class TimeText
{
    private const double Minute = 60;
    private const double Hour = 3_600;
    private const double Day = 86_400;

    /// <summary>As <c>40 s</c>, <c>12 min</c>, <c>3 h 20 min</c> or <c>2 d 4 h</c>.</summary>
    public static string Of(double seconds) => seconds switch
    {
        < 99.5 => $"{Math.Max(1, Math.Round(seconds)):0} s",
        < 99.5 * Minute => $"{Math.Round(seconds / Minute):0} min",
        < 2 * Day => $"{Math.Floor(Math.Round(seconds / Minute) / 60):0} h {Math.Round(seconds / Minute) % 60:0} min",
        _ => $"{Math.Floor(Math.Round(seconds / Hour) / 24):0} d {Math.Round(seconds / Hour) % 24:0} h",
    };
}
