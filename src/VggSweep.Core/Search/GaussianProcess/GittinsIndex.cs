namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// The Pandora's-box Gittins index (Xie et al. 2024): the value g at which opening the box is worth exactly its price,
/// E[max(f − g, 0)] = price. The box with the greatest index is opened next, and none when a value at hand is greater.
/// </summary>
internal static class GittinsIndex
{
    private const int MostSteps = 100;

    /// <param name="price">Above 0, in units of the value.</param>
    public static double Of(double mean, double deviation, double price)
    {
        if (deviation <= 0)
        {
            return mean - price;
        }

        // log EI rises and is concave in z, so that Newton's method climbs to the root from below.
        var target = Math.Log(price / deviation);
        var z = target > 0 ? price / deviation : -Math.Sqrt(Math.Max(0, -2 * target)) - 1;
        for (var step = 0; step < MostSteps; step++)
        {
            var log = ExpectedImprovement.LogStandard(z);
            var move = (target - log) * Math.Exp(log - Statistics.Normal.LogCdf(z));
            z += move;
            if (Math.Abs(move) <= 1e-14 * Math.Max(1, Math.Abs(z)))
            {
                break;
            }
        }

        return mean - (deviation * z);
    }
}
