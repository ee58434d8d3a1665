namespace VggSweep.Results.Answers.Comparison;

/// <summary>A configuration that both sweeps have.</summary>
/// <param name="Gain">Of the second sweep's cell over the first one's.</param>
public sealed record ComparedPair(string Label, AnswerCell First, AnswerCell Second, Gain Gain);
