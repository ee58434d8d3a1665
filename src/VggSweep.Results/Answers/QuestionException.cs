namespace VggSweep.Results.Answers;

/// <summary>A question that cannot be asked of a sweep; the message says why and what can.</summary>
public sealed class QuestionException(string message) : Exception(message);
