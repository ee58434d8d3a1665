using VggSweep.Core;

namespace VggSweep.Results.Answers;

/// <summary>Costs of cells, as numbers and as people read them.</summary>
internal static class Costs
{
    public static double Of(this Cost cost, Cell cell) => cost switch
    {
        Cost.Macs => cell.Macs,
        Cost.Params => cell.Params,
        Cost.PeakBytes => cell.PeakBytes,
        _ => cell.Seconds,
    };

    public static double Of(this Cost cost, AnswerCell cell) => cost switch
    {
        Cost.Macs => cell.Macs,
        Cost.Params => cell.Params,
        Cost.PeakBytes => cell.PeakBytes,
        _ => cell.Seconds,
    };

    /// <summary>As <c>9.59 M MACs</c>.</summary>
    public static string Text(this Cost cost, double amount) => cost switch
    {
        Cost.Macs => $"{AmountText.Of(amount)} MACs",
        Cost.Params => $"{AmountText.Of(amount)} parameters",
        Cost.PeakBytes => AmountText.OfBytes((long)amount),
        _ => TimeText.Of(amount),
    };

    /// <summary>As in <c>4.0 times the MACs</c>.</summary>
    public static string Noun(this Cost cost) => cost switch
    {
        Cost.Macs => "MACs",
        Cost.Params => "parameters",
        Cost.PeakBytes => "memory",
        _ => "seconds",
    };
}
