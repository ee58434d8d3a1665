namespace VggSweep.Results.Answers;

/// <summary>A question about one sweep: a home answers it from its rows, a coordinator over its API.</summary>
/// <param name="Path">Below the sweep's answers in the API, with its query.</param>
/// <param name="Answer">From all trials of the sweep.</param>
public sealed record Question<T>(string Path, Func<SweepResults, T> Answer)
    where T : IAnswer;
