namespace VggSweep.Core.Sweeps;

/// <summary>How the learning rate goes from its start to the last step.</summary>
public enum LrSchedule
{
    Constant,

    /// <summary>Falls in a straight line to zero after the last step.</summary>
    Linear,

    /// <summary>Falls as half a cosine to zero after the last step (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,
}
