using System.Globalization;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps;

/// <summary>Tells the trials of one sweep apart by the parameters that differ between them.</summary>
public sealed class TrialLabels
{
    /// <summary>A drawn number has 17 digits; nobody reads more than this many characters of it.</summary>
    private const int LongestNumber = 8;

    /// <summary>Smaller numbers are written with an exponent.</summary>
    private const double SmallestDecimal = 1e-4;

    private readonly SweepSpec spec;

    private TrialLabels(SweepSpec spec, IReadOnlyList<string> keys) => (this.spec, Keys) = (spec, keys);

    /// <summary>
    /// The keys of parameters that take more than one value, in the order of the file; every key of the file's parameters where
    /// none does, so that no label is empty.
    /// </summary>
    public IReadOnlyList<string> Keys { get; }

    public static TrialLabels Of(SweepSpec spec)
    {
        var varied = spec.Parameters.Where(space => space is not ParameterSpace.Values { Items.Count: 1 }).ToList();
        return new(spec, [.. (varied.Count > 0 ? varied : spec.Parameters).Select(space => space.Key)]);
    }

    /// <summary>As <c>width=16 resolution=56</c>, without parameters that the trial does not have.</summary>
    /// <param name="without">Keys to leave out.</param>
    public string For(TrialParameters trial, params IReadOnlyCollection<string> without) => string.Join(
        ' ', Keys.Except(without).Where(key => spec.Has(trial, key)).Select(key => $"{key}={Value(key, trial)}"));

    /// <summary>The value of one key as tables show it; <c>-</c> where the trial leaves it to the network.</summary>
    public static string Value(string key, TrialParameters trial)
    {
        var parameter = TrialParameterTable.Of(key);
        return parameter.Get(trial) switch
        {
            null => "-",
            double number => Number(number, parameter.Kind.Format(number)),
            var value => parameter.Kind.Format(value),
        };
    }

    private static string Number(double number, string text) =>
        Math.Abs(number) is > 0 and < SmallestDecimal ? number.ToString("0.###e-0", CultureInfo.InvariantCulture)
        : text.Length > LongestNumber ? number.ToString("G4", CultureInfo.InvariantCulture)
        : text;
}
