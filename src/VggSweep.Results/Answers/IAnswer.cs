namespace VggSweep.Results.Answers;

/// <summary>An answer that a person can quote.</summary>
public interface IAnswer
{
    /// <summary>The answer with what it rests on, or why there is none.</summary>
    IReadOnlyList<string> Sentences { get; }
}
