namespace VggSweep.Results.Answers.Fit;

/// <param name="Term"><c>1</c>, <c>x</c>, <c>y</c>, <c>x²</c>, <c>y²</c> or <c>xy</c>.</param>
public sealed record SurfaceTerm(string Term, double Value);
