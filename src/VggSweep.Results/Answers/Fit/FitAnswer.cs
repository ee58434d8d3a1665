using System.Globalization;
using System.Text.Json.Serialization;
using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// How the error (1 − validation accuracy, or the validation loss) falls with cost, and what that predicts.
/// </summary>
/// <param name="NoCurve">Why there is no curve; null where there is one.</param>
/// <param name="NoSurface">Why there is no surface; null where there is one.</param>
/// <param name="Over">Swept parameters besides the network's: each network counts with its best of them.</param>
/// <param name="Predictions">By rising MACs; a large space in part.</param>
public sealed record FitAnswer(
    string Sweep, Objective Objective, CurveFit? Curve, string? NoCurve, SurfaceFit? Surface, string? NoSurface,
    IReadOnlyList<string> Over, IReadOnlyList<Prediction> Predictions) : IAnswer
{
    /// <summary>What the fits are, and what the data do not determine.</summary>
    public IReadOnlyList<string> Sentences =>
        [.. OfCurve(), .. OfSurface(), .. Curve is null && Surface is null ? [] : Cautions()];

    /// <summary>Those of the curve alone.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CurveSentences => [.. OfCurve(), .. Curve is null ? [] : Cautions()];

    private bool HasReplicates => Curve?.HasReplicates ?? Surface?.HasReplicates ?? false;

    private IEnumerable<string> OfCurve() => Curve is { } curve
        ? Doubts(curve).OfType<string>().Prepend(Formula(curve)) : [$"No curve: {NoCurve}."];

    private IEnumerable<string> OfSurface()
    {
        if (Surface is not { } surface)
        {
            yield return $"No surface: {NoSurface}.";
            yield break;
        }

        yield return $"Surface over x = {surface.X} and y = {surface.Y}, in logarithms from −1 to 1: error = "
            + $"{Sum(surface.Terms)} on {Words.Count(surface.Pairs, "pair")} of values.";
        if (surface.HasScatter)
        {
            yield return "The pairs scatter about the surface by more than their seeds explain; its intervals include "
                + "that.";
        }
    }

    private IEnumerable<string> Cautions()
    {
        if (!HasReplicates)
        {
            yield return "One seed per cell: scatter about the fit is taken as seed noise.";
        }

        if (Over.Count > 0)
        {
            yield return $"Each network counts with its best {string.Join(", ", Over)}.";
        }
    }

    private static string Formula(CurveFit curve) => string.Create(
        CultureInfo.InvariantCulture,
        $"error = {curve.A.Value:0.####} + {curve.B.Value:G4}·MACs^−{curve.C.Value:0.###} over "
        + $"{Words.Count(curve.Networks, "network")} of {curve.Costs:N0} costs; 90 % intervals: a "
        + $"{Range(curve.A, "0.####")}, "
        + $"b {Range(curve.B, "G3")}, c {Range(curve.C, "0.###")}.");

    private static IEnumerable<string?> Doubts(CurveFit curve)
    {
        yield return curve.B.Low <= 0 || curve.C.Low <= 0
            ? "The data do not show that more MACs lower the error." : null;
        yield return curve.C.High >= PowerLaw.Steepest
            ? "The data do not determine how fast the error falls: only the cheapest networks differ." : null;
        yield return curve.A.Low <= 0 ? "The data do not determine the floor a: it may be zero." : null;
        yield return curve.HasScatter
            ? "Networks scatter about the curve by more than their seeds explain: MACs alone do not decide the error. "
                + "The intervals of predictions include that."
            : null;
    }

    private static string Range(Interval interval, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{interval.Low.ToString(format, CultureInfo.InvariantCulture)} to "
        + $"{interval.High.ToString(format, CultureInfo.InvariantCulture)}");

    /// <summary>As <c>0.1067 − 0.078·x + 0.0364·x²</c>.</summary>
    private static string Sum(IReadOnlyList<SurfaceTerm> terms) => string.Concat(terms.Index().Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"{(one.Item.Value < 0 ? one.Index == 0 ? "−" : " − " : one.Index == 0 ? "" : " + ")}"
            + $"{Math.Abs(one.Item.Value):0.####}{(one.Item.Term == "1" ? "" : $"·{one.Item.Term}")}")));
}
