using System.Globalization;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Bytes for people, in powers of ten.</summary>
public static class ByteText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>As <c>1.2 GB</c>.</summary>
    public static string Of(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(value < 9.95 && unit > 0 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
