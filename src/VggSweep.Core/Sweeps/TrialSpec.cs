namespace VggSweep.Core.Sweeps;

/// <summary>Everything a trial is trained with but the machine. Stored with the trial; no later change of its sweep touches it.</summary>
public sealed record TrialSpec(TrialParameters Parameters, TrainingSpec Training);
