namespace VggSweep.Results.Answers;

/// <summary>What answers weigh results against.</summary>
public enum Cost
{
    /// <summary>Multiply-accumulates of one image forward.</summary>
    Macs,

    /// <summary>Training and validation of one trial.</summary>
    Seconds,

    /// <summary>Learned values.</summary>
    Params,

    /// <summary>Greatest memory of one trial.</summary>
    PeakBytes,
}
