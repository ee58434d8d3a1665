namespace VggSweep.Cli.Running;

/// <summary>A curve in a few characters.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.-~=+*#";

    /// <param name="values">At least one; those that are no numbers are left out.</param>
    /// <param name="low">Shown as the lowest.</param>
    /// <param name="high">Shown as the highest.</param>
    /// <param name="width">Characters at most; of more values the last one and some before are shown.</param>
    /// <param name="isUnicode">Whether the console knows more than ASCII.</param>
    public static string Of(IReadOnlyList<double> values, double low, double high, int width, bool isUnicode)
    {
        var finite = values.Where(double.IsFinite).ToList();
        var count = Math.Min(width, finite.Count);
        var levels = isUnicode ? Blocks : Ascii;
        return string.Concat(Enumerable.Range(0, count).Select(index =>
        {
            var value = finite[count == 1 ? finite.Count - 1 : index * (finite.Count - 1) / (count - 1)];
            var share = high > low ? Math.Clamp((value - low) / (high - low), 0, 1) : 1;
            return levels[(int)Math.Round(share * (levels.Length - 1))];
        }));
    }
}
