namespace VggSweep.Results.Answers.Fit;

/// <summary>error = a + b·MACs^−c.</summary>
/// <param name="Networks">That it rests on.</param>
/// <param name="Costs">Distinct ones among them.</param>
/// <param name="HasReplicates">Whether a network has several seeds.</param>
/// <param name="HasScatter">Whether networks are further from the curve than their seeds explain.</param>
public sealed record CurveFit(
    Interval A, Interval B, Interval C, int Networks, int Costs, bool HasReplicates, bool HasScatter);
