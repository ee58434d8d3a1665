using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Advice;

/// <summary>A configuration whose next trials could change the answer.</summary>
/// <param name="Cell">Null where it was not run.</param>
/// <param name="Seconds">Of one trial.</param>
internal sealed record Candidate(
    string Label, TrialParameters Parameters, Cell? Cell, double Seconds, Belief Belief, string Reason)
{
    /// <summary>What is believed after the trials that are advised already.</summary>
    public Belief Now { get; set; } = Belief;

    public int Advised { get; set; }

    public double Gain { get; set; }
}
