using System.Globalization;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Results;

/// <summary>
/// One swept parameter as the rows or columns of a grid. A number with many values, as a range draws them, is put into
/// intervals: equal ones, or equal in the logarithm where it spans an order of magnitude.
/// </summary>
internal sealed class GridAxis
{
    /// <summary>Several architectures, each with its width.</summary>
    public const string Network = "network";

    /// <summary>More values in one table are read by nobody.</summary>
    private const int MostValues = 30;

    private const int Intervals = 8;
    private const double LogarithmicFrom = 10;
    private const string Width = "width";

    private readonly double low;
    private readonly double high;
    private readonly bool isBinned;

    public GridAxis(string key, IReadOnlyCollection<TrialParameters> trials)
    {
        Key = key;
        var numbers = trials.Select(NumberOf).OfType<double>().Distinct().ToList();
        isBinned = numbers.Count > MostValues;
        (low, high) = isBinned ? (numbers.Min(), numbers.Max()) : (0, 0);
        Texts =
        [
            .. trials.Select(trial => (Rank: RankOf(trial), Text: TextOf(trial))).Distinct()
                .OrderBy(value => value.Rank).ThenBy(value => value.Text, StringComparer.Ordinal)
                .Select(value => value.Text).Distinct(),
        ];
    }

    public string Key { get; }

    /// <summary>In rising order.</summary>
    public IReadOnlyList<string> Texts { get; }

    private bool IsLogarithmic => low > 0 && high / low >= LogarithmicFrom;

    public string TextOf(TrialParameters trial)
    {
        if (isBinned && NumberOf(trial) is { } number)
        {
            var interval = IntervalOf(number);
            return $"{Text(EdgeOf(interval))} to {Text(EdgeOf(interval + 1))}";
        }

        var text = Key == Network ? $"{trial.Arch} {trial.Width}".TrimEnd() : TrialLabels.Value(Key, trial);
        return text is "-" && Key == Width ? trial.Arch : text;
    }

    private double RankOf(TrialParameters trial) =>
        NumberOf(trial) is not { } number ? 0 : isBinned ? IntervalOf(number) : number;

    /// <summary>Null for everything that is no number.</summary>
    private double? NumberOf(TrialParameters trial) =>
        TrialParameterTable.Of(Key == Network ? Width : Key).Get(trial) switch
        {
            int number => number,
            long number => number,
            double number => number,
            _ => null,
        };

    private int IntervalOf(double number)
    {
        var share = IsLogarithmic ? Math.Log(number / low) / Math.Log(high / low) : (number - low) / (high - low);
        return Math.Clamp((int)(share * Intervals), 0, Intervals - 1);
    }

    private double EdgeOf(int interval)
    {
        var share = (double)interval / Intervals;
        return IsLogarithmic ? low * Math.Pow(high / low, share) : low + (share * (high - low));
    }

    private static string Text(double edge) => edge.ToString("G3", CultureInfo.InvariantCulture);
}
