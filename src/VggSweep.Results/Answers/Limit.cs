using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Results.Answers;

/// <summary>The most that an answer may have of a cost or of a numeric parameter.</summary>
/// <param name="Quantity"><c>macs</c>, <c>params</c>, <c>seconds</c>, <c>peakBytes</c>, or a parameter's key.</param>
public sealed record Limit(string Quantity, double Most)
{
    private const string Seed = "seed";

    /// <summary>What every sweep can be limited by.</summary>
    public static IReadOnlyList<string> Costs { get; } = ["macs", "params", "seconds", "peakBytes"];

    /// <summary>The cost that is limited; null for a parameter.</summary>
    internal Cost? Cost => Quantity switch
    {
        "macs" => Answers.Cost.Macs,
        "params" => Answers.Cost.Params,
        "seconds" => Answers.Cost.Seconds,
        "peakBytes" => Answers.Cost.PeakBytes,
        _ => null,
    };

    /// <summary>Reads <c>macs=50e6</c>.</summary>
    /// <exception cref="QuestionException">The text is no limit.</exception>
    public static Limit Parse(string text)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at].Trim();
        if (at < 0 || !double.TryParse(text[(at + 1)..].Trim(), style, CultureInfo.InvariantCulture, out var most)
            || !double.IsFinite(most))
        {
            throw new QuestionException(
                $"{VisibleText.Quote(text)} is not a limit; give a name and a number from 0, as in macs=50e6.");
        }

        return Costs.Contains(name) || IsNumeric(name) ? new Limit(name, most) : throw new QuestionException(
            $"{VisibleText.Quote(name)} cannot be limited; give {string.Join(", ", Costs)} or a numeric parameter.");
    }

    /// <exception cref="QuestionException">The sweep does not vary the parameter.</exception>
    internal void Require(SweepSpec spec)
    {
        if (Cost is null && !Swept(spec).Contains(Quantity))
        {
            throw new QuestionException(
                $"This sweep does not vary {Quantity}; limit {string.Join(", ", Costs.Concat(Swept(spec)))}.");
        }
    }

    /// <remarks>A configuration without the parameter meets every limit on it.</remarks>
    internal bool Holds(Cell cell, SweepSpec spec) => !(ValueOf(cell, spec) > Most);

    internal double? ValueOf(Cell cell, SweepSpec spec) =>
        Cost is { } cost ? cost.Of(cell)
        : spec.Has(cell.Parameters, Quantity) ? SweptNumbers.NumberOf(Quantity, cell.Parameters) : null;

    /// <summary>What <see cref="Parse"/> reads back.</summary>
    internal string Given => string.Create(CultureInfo.InvariantCulture, $"{Quantity}={Most:R}");

    /// <summary>As <c>at most 50.0 M MACs</c> or <c>width at most 16</c>.</summary>
    public override string ToString() => Cost is { } cost
        ? $"at most {cost.Text(Most)}"
        : string.Create(CultureInfo.InvariantCulture, $"{Quantity} at most {Most}");

    private static bool IsNumeric(string name) =>
        name != Seed && TrialParameterTable.Find(name) is { Kind: ValueKind.Whole or ValueKind.Real };

    private static IEnumerable<string> Swept(SweepSpec spec) => SweptNumbers.KeysOf(spec);
}
