using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Sweeps.Methods;

/// <summary>A file that chooses a method, for the checks between its options and the rest.</summary>
/// <param name="Path">Of the method's section, as <c>asha</c>.</param>
/// <param name="Section">The section; null when the file leaves all options to their defaults.</param>
/// <param name="At">Where mistakes of the method are noted: its section, or the key that chooses it.</param>
internal sealed record MethodDraft(string Path, SpecNode? Section, SpecNode At, SpecDraft Draft, SpecErrors Errors)
{
    /// <summary>The most epochs that a trial may have.</summary>
    public long MostEpochs => Draft.CandidatesOrDefault("epochs", Draft.Root.At).Max(candidate => (long)candidate.Value);

    /// <summary>The value that the section gives a key, or null.</summary>
    public SpecNode? Find(string key) =>
        (Section as SpecNode.Mapping)?.Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>Notes a mistake of the method, at the value that it concerns or else at the section.</summary>
    public void Add(SpecNode? at, string message, string fix) => Errors.Add(at ?? At, Path, message, fix);
}
