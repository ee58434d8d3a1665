namespace VggSweep.Core.Sweeps.Reading;

/// <summary>A value that a parameter takes in some trial, and where the file says so.</summary>
internal sealed record Candidate(object Value, SpecNode At, string Path);

/// <summary>A parameter's space with its places in the file.</summary>
/// <param name="Candidates">The listed values, or the two ends of a range: every check is of a kind that holds between them too.</param>
internal sealed record ReadSpace(ParameterSpace Space, SpecNode At, IReadOnlyList<Candidate> Candidates);
