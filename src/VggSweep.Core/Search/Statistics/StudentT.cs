namespace VggSweep.Core.Search.Statistics;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>
    /// The expansion about the normal quantile (Abramowitz and Stegun 1964, 26.7.5): to 0.3 % at 95 % from 3 degrees of
    /// freedom on.
    /// </summary>
    public static double Quantile(double probability, double freedom)
    {
        var z = Normal.Quantile(probability);
        var square = z * z;
        var first = (square + 1) * z / 4;
        var second = ((((5 * square) + 16) * square) + 3) * z / 96;
        var third = ((((((3 * square) + 19) * square) + 17) * square) - 15) * z / 384;
        var fourth = ((((((((79 * square) + 776) * square) + 1482) * square) - 1920) * square) - 945) * z / 92_160;
        return z + ((first + ((second + ((third + (fourth / freedom)) / freedom)) / freedom)) / freedom);
    }
}
