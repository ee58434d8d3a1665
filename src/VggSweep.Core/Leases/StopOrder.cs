namespace VggSweep.Core.Leases;

/// <summary>Why an attempt is to end before its trial does.</summary>
public enum StopOrder
{
    /// <summary>With a checkpoint: the trial goes on later, here or elsewhere.</summary>
    HandOver,

    /// <summary>For good.</summary>
    Cancel,
}
