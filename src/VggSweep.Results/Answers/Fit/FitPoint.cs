namespace VggSweep.Results.Answers.Fit;

/// <summary>A cell's error at a place of the model.</summary>
/// <param name="Errors">Of each replicate, at least one.</param>
internal sealed record FitPoint(double[] Place, IReadOnlyList<double> Errors)
{
    public double Mean { get; } = Errors.Average();

    public int Count => Errors.Count;
}
