using System.Globalization;

/// <summary>Processor time as Linux counts it, of user and system together, in seconds.</summary>
internal static class ProcessorTime
{
    /// <summary>USER_HZ, which is 100 wherever .NET runs.</summary>
    private const double TicksPerSecond = 100;

    public static double Of(int process) => Sum(process.ToString(CultureInfo.InvariantCulture), 11);

    /// <summary>Of all our processes that have ended, with what ended below them.</summary>
    public static double OfEndedChildren() => Sum("self", 13);

    /// <param name="first">Of two fields of /proc/PID/stat after the program's name, counted from 0.</param>
    private static double Sum(string process, int first)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[first]) + Ticks(fields[first + 1])) / TicksPerSecond;

        static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
    }
}
