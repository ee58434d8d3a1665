using System.Globalization;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Simulation;

/// <summary>A parameter that differs between recorded cells, and how far apart two of its values are.</summary>
internal sealed class RecordedAxis
{
    private readonly TrialParameter parameter;
    private readonly bool isLogarithmic;
    private readonly double range;

    private RecordedAxis(TrialParameter parameter, bool isLogarithmic, double range) =>
        (this.parameter, this.isLogarithmic, this.range) = (parameter, isLogarithmic, range);

    public string Key => parameter.Key;

    /// <returns>Null where all cells have one value.</returns>
    public static RecordedAxis? Of(TrialParameter parameter, IEnumerable<TrialParameters> cells)
    {
        var values = cells.Select(parameter.Get).Distinct().ToList();
        if (values.Count < 2)
        {
            return null;
        }

        List<double> numbers = [.. values.Where(value => value is long or double).Select(Number)];
        if (numbers.Count == 0)
        {
            return new RecordedAxis(parameter, isLogarithmic: false, range: 1);
        }

        var isLogarithmic = numbers.All(number => number > 0);
        var (low, high) = (numbers.Min(), numbers.Max());
        return new RecordedAxis(parameter, isLogarithmic, isLogarithmic ? Math.Log(high / low) : high - low);
    }

    /// <summary>The square of the distance, 1 for the whole recorded range.</summary>
    public double Distance(TrialParameters one, TrialParameters other)
    {
        if (parameter.Get(one) is not (long or double) || parameter.Get(other) is not (long or double))
        {
            return Equals(parameter.Get(one), parameter.Get(other)) ? 0 : 1;
        }

        var (first, second) = (Number(parameter.Get(one)), Number(parameter.Get(other)));
        var distance = isLogarithmic
            ? Math.Log(Math.Max(first, double.Epsilon)) - Math.Log(Math.Max(second, double.Epsilon))
            : first - second;
        return range > 0 ? distance * distance / (range * range) : 0;
    }

    private static double Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
