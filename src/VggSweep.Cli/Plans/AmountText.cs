using System.Globalization;

namespace VggSweep.Cli.Plans;

/// <summary>Large counts for people, in powers of a thousand.</summary>
internal static class AmountText
{
    private static readonly string[] Suffixes = ["", "K", "M", "G", "T", "P", "E"];

    /// <summary>Three digits and a suffix, as <c>17.9M</c>.</summary>
    public static string Of(double value)
    {
        var power = 0;
        while (value >= 999.5 && power < Suffixes.Length - 1)
        {
            value /= 1000;
            power++;
        }

        var format = power == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + Suffixes[power];
    }
}
