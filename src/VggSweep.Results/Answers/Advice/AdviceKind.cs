namespace VggSweep.Results.Answers.Advice;

/// <summary>What an advised trial adds.</summary>
public enum AdviceKind
{
    /// <summary>A further seed of a completed configuration.</summary>
    Seed,

    /// <summary>A configuration that was not run.</summary>
    Configuration,
}
