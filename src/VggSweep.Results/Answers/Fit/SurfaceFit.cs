namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// A quadratic over the logarithms of two parameters, each scaled to −1 to 1 over the complete values.
/// </summary>
/// <param name="Pairs">Of values that it rests on.</param>
public sealed record SurfaceFit(
    string X, string Y, IReadOnlyList<SurfaceTerm> Terms, int Pairs, bool HasReplicates, bool HasScatter);
