using System.Globalization;

namespace VggSweep.Core;

/// <summary>Large numbers as people read them: three significant digits, a space, and a decimal SI prefix.</summary>
public static class AmountText
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>As <c>27.9 M</c>; numbers below a thousand are rounded to the nearest whole number.</summary>
    public static string Of(double value) => Format(value, "");

    /// <summary>As <c>1.23 GB</c>.</summary>
    public static string OfBytes(long bytes) => Format(bytes, "B");

    private static string Format(double value, string unit)
    {
        var power = 0;
        while (value >= 999.5 && power < Prefixes.Length - 1)
        {
            value /= 1000;
            power++;
        }

        var format = power == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {Prefixes[power]}{unit}".TrimEnd();
    }
}
