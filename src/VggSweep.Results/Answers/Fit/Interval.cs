namespace VggSweep.Results.Answers.Fit;

/// <summary>A fitted value with its 90 % bootstrap interval.</summary>
public sealed record Interval(double Value, double Low, double High);
