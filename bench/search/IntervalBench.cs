using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Search.GaussianProcess;

namespace VggSweep.SearchBench;

/// <summary>How often 90 % intervals hold the mean of a held-out cell's replicates, after one result from each known cell.</summary>
/// <param name="cells">Places in the unit cube, and the results of their replicates.</param>
internal sealed class IntervalBench(IReadOnlyList<(double[] Place, double[] Results)> cells)
{
    private const double Level = 0.9;
    private const int MostHeldOut = 100;

    /// <param name="known">Cells that the model sees.</param>
    public string Run(string name, int known, int repetitions)
    {
        var errors = Enumerable.Range(0, repetitions).SelectMany(repetition => Errors(known, repetition)).ToList();
        var held = errors.Count(one => Math.Abs(one.Error) <= one.Margin);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {known} of {cells.Count} cells known, {errors.Count:N0} held out, {100.0 * held / errors.Count:0.0} % in their "
            + $"interval, mean margin {errors.Average(one => one.Margin):G2}, mean error {errors.Average(one => Math.Abs(one.Error)):G2}");
    }

    private List<(double Error, double Margin)> Errors(int known, int repetition)
    {
        var random = SeededRandom.For(repetition, "intervals");
        var order = cells.Select(cell => (Cell: cell, Key: random.NextDouble())).OrderBy(one => one.Key)
            .Select(one => one.Cell).ToList();
        var model = new CalibratedRegression(
            [.. order[0].Place.Select(_ => false)], [.. order.Take(known).Select(cell => cell.Place)],
            [.. order.Take(known).Select(cell => cell.Results[random.Next(cell.Results.Length)])]);
        return
        [
            .. order.Skip(known).Take(MostHeldOut).Select(cell =>
            {
                var (mean, low, high) = model.Predict(cell.Place, Level, cell.Results.Length);
                return (cell.Results.Average() - mean, (high - low) / 2);
            }),
        ];
    }
}
