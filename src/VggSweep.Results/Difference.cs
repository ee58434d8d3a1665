namespace VggSweep.Results;

/// <summary>The difference of two means at <see cref="Estimate.Confidence"/>, by Welch's t-test.</summary>
/// <param name="Low">Null where one of the means has a single replicate.</param>
/// <param name="High">Null where one of the means has a single replicate.</param>
public sealed record Difference(double Mean, double? Low, double? High)
{
    /// <summary>Whether the interval excludes zero; null where there is none.</summary>
    public bool? IsDistinct => Low is null ? null : Low > 0 || High < 0;
}
