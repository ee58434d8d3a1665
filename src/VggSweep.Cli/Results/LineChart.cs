using System.Globalization;

namespace VggSweep.Cli.Results;

/// <summary>Curves in characters: one mark per column, linear between the given values.</summary>
internal static class LineChart
{
    public const int Height = 8;

    /// <summary>Fewer values are no curve.</summary>
    public const int FewestValues = 3;

    private const int Widest = 64;

    /// <param name="series">Marks with values of equal number, at least <see cref="FewestValues"/>; the last one is drawn on top.</param>
    /// <param name="width">Columns that the console has.</param>
    /// <param name="isUnicode">Whether the console knows more than ASCII.</param>
    /// <returns>Lines with the greatest and the least value at the left, the first and the last epoch below.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<(char Mark, IReadOnlyList<double> Values)> series, int width, bool isUnicode)
    {
        var finite = series.SelectMany(one => one.Values).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high, count) = (finite.Min(), finite.Max(), series[0].Values.Count);
        var (top, bottom) = (Label(high), Label(low));
        var margin = Math.Max(top.Length, bottom.Length) + 1;
        var columns = Math.Clamp(width - margin - 3, count > 1 ? 2 : 1, Widest);
        var cells = Enumerable.Range(0, Height).Select(_ => new string(' ', columns).ToCharArray()).ToArray();
        foreach (var (mark, values) in series)
        {
            Draw(cells, mark, values, low, high);
        }

        var (side, corner, floor) = isUnicode ? ('│', '└', '─') : ('|', '+', '-');
        return
        [
            .. cells.Select((row, index) =>
                $"{(index == 0 ? top : index == Height - 1 ? bottom : "").PadLeft(margin)} {side}{new string(row).TrimEnd()}"),
            $"{"".PadLeft(margin)} {corner}{new string(floor, columns)}",
            $"{"".PadLeft(margin)}  1{count.ToString(CultureInfo.InvariantCulture).PadLeft(columns - 1)}",
        ];
    }

    private static void Draw(char[][] cells, char mark, IReadOnlyList<double> values, double low, double high)
    {
        var columns = cells[0].Length;
        int? before = null;
        for (var column = 0; column < columns; column++)
        {
            var value = Between(values, columns == 1 ? 0 : (double)column * (values.Count - 1) / (columns - 1));
            int? row = !double.IsFinite(value) ? null
                : high > low ? (int)Math.Round((high - value) / (high - low) * (Height - 1)) : Height - 1;

            // A steep rise fills the rows that it passes.
            for (var at = row; at is { } y; at = before is { } last && Math.Abs(last - y) > 1 ? y + Math.Sign(last - y) : null)
            {
                cells[y][column] = mark;
            }

            before = row;
        }
    }

    private static double Between(IReadOnlyList<double> values, double position)
    {
        var (index, share) = ((int)position, position - (int)position);
        return share == 0 ? values[index] : (values[index] * (1 - share)) + (values[index + 1] * share);
    }

    private static string Label(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
