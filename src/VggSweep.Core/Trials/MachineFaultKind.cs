namespace VggSweep.Core.Trials;

/// <summary>What of a machine is at fault when an attempt ends through no fault of its trial.</summary>
public enum MachineFaultKind
{
    /// <summary>A file of Fashion-MNIST is missing, damaged or unreadable.</summary>
    Data,

    /// <summary>Files cannot be written or read.</summary>
    Disk,

    DiskFull,

    /// <summary>The trainer, or a library it needs, does not load.</summary>
    Library,

    /// <summary>Memory ran out although the trial stayed within its prediction.</summary>
    Memory,
}
