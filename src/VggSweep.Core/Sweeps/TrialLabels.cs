using System.Globalization;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps;

/// <summary>Tells the trials of one sweep apart by the parameters that differ between them.</summary>
public sealed class TrialLabels
{
    /// <summary>A drawn number has 17 digits; nobody reads more than this many characters of it.</summary>
    private const int LongestNumber = 8;

    private TrialLabels(IReadOnlyList<string> keys) => Keys = keys;

    /// <summary>The keys of parameters that take more than one value, in the order of the file.</summary>
    public IReadOnlyList<string> Keys { get; }

    public static TrialLabels Of(SweepSpec spec) =>
        new([.. spec.Parameters.Where(space => space is not ParameterSpace.Values { Items.Count: 1 }).Select(space => space.Key)]);

    /// <summary>As <c>width=16 resolution=56</c>; empty when nothing differs.</summary>
    public string For(TrialParameters trial) => string.Join(' ', Keys.Select(key => $"{key}={Value(key, trial)}"));

    /// <summary>The value of one key as tables show it; <c>-</c> where the trial leaves it to the network.</summary>
    public static string Value(string key, TrialParameters trial)
    {
        var parameter = TrialParameterTable.Of(key);
        var value = parameter.Get(trial);
        var text = value is null ? "-" : parameter.Kind.Format(value);
        return value is double number && text.Length > LongestNumber ? number.ToString("G4", CultureInfo.InvariantCulture) : text;
    }
}
