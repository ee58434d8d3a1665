using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Advice;

/// <summary>Trials of one configuration that are worth their cost.</summary>
/// <param name="Parameters">With the first of the seeds.</param>
/// <param name="Seeds">Each is one trial.</param>
/// <param name="SecondsEach">Predicted: of a completed configuration, what its trials took.</param>
/// <param name="Gain">By how much they are expected to raise what the best configuration truly has.</param>
public sealed record AdvisedTrials(
    AdviceKind Kind, string Label, TrialParameters Parameters, IReadOnlyList<long> Seeds, double SecondsEach,
    double Seconds,
    double Gain, string Reason);
