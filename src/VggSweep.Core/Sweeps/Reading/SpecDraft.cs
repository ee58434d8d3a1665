using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>A spec whose values are good one by one, with their places, before they are checked together.</summary>
internal sealed record SpecDraft(
    SweepSpec Spec,
    SpecSection Root,
    SpecSection Network,
    SpecSection Search,
    IReadOnlyDictionary<string, Candidate> Fixed,
    IReadOnlyList<ReadSpace> Spaces)
{
    /// <summary>The values that the file gives a parameter; none when it leaves the default.</summary>
    public IReadOnlyList<Candidate> Candidates(string key) =>
        Spaces.FirstOrDefault(space => space.Space.Key == key)?.Candidates
        ?? (Fixed.TryGetValue(key, out var value) ? [value] : []);

    /// <summary>As <see cref="Candidates"/>, with the default where the file gives none, or not to every configuration.</summary>
    public IReadOnlyList<Candidate> CandidatesOrDefault(string key, SpecNode at) =>
        Candidates(key) is not { Count: > 0 } given ? Default(key, at)
        : Spaces.FirstOrDefault(space => space.Space.Key == key) is { Space.When.Count: > 0 } conditional
            ? [.. given, .. Default(key, conditional.At)]
            : given;

    private IReadOnlyList<Candidate> Default(string key, SpecNode at) =>
        TrialParameterTable.Of(key).Get(Spec.Base) is { } value ? [new Candidate(value, at, key)] : [];
}
