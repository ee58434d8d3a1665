using System.Globalization;

/// <summary>
/// Whether anything grew: the median of the last third of the rounds against that of the first third. What is counted
/// and left behind may not grow at all; descriptors and the database vary with the moments of the kills. Of memory the
/// least of each third counts: a busy machine makes the same run hold a third more, and a leak lifts the least as well. One
/// round tells nothing of it: the same run held 154 to 197 MB.
/// </summary>
internal static class Growth
{
    /// <summary>For a word on memory: four in a third.</summary>
    private const int RoundsForMemory = 12;

    private static readonly Figure[] Figures =
    [
        new("resident memory in MB", round => round.PeakBytes / 1e6, Share: 0.1, Slack: 8, IsLeast: true),
        new("open descriptors", round => round.Descriptors, Share: 0.05, Slack: 4),
        new("database in kB", round => round.DatabaseBytes / 1e3, Share: 0.1, Slack: 64),
        new("files in the home", round => round.HomeFiles, Share: 0, Slack: 0),
        new("files in the temporary folder", round => round.TemporaryFiles, Share: 0, Slack: 0),
        new("processes left", round => round.Processes, Share: 0, Slack: 0),
    ];

    /// <summary>A line for each figure, and whether it stayed.</summary>
    public static IReadOnlyList<(string Line, bool Grew)> Of(IReadOnlyList<SoakRound> rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds.Count, 2);
        var third = Math.Max(1, rounds.Count / 3);
        return
        [
            .. Figures.Select(figure =>
            {
                var (first, last) = (figure.Over(rounds.Take(third)), figure.Over(rounds.TakeLast(third)));
                var isTold = !figure.IsLeast || rounds.Count >= RoundsForMemory;
                var grew = isTold && last > (first * (1 + figure.Share)) + figure.Slack;
                var verdict = !isTold ? $"not told by fewer than {RoundsForMemory} rounds" : grew ? "GREW" : "stayed";
                return (string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-30}{first,10:0.#} {last,10:0.#}  {verdict}"), grew);
            }),
        ];
    }

    /// <param name="Share">Of the first rounds' figure that the last may have more.</param>
    /// <param name="Slack">In the figure's unit, that they may have more besides.</param>
    /// <param name="IsLeast">Whether the least round speaks for a third, and not the median.</param>
    private sealed record Figure(string Name, Func<SoakRound, double> Of, double Share, double Slack, bool IsLeast = false)
    {
        public double Over(IEnumerable<SoakRound> rounds)
        {
            var values = rounds.Select(Of).Order().ToList();
            return IsLeast ? values[0] : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        }
    }
}
