namespace VggSweep.Store;

/// <summary>Why a home cannot be used.</summary>
public enum HomeProblemKind
{
    Missing,
    InUse,
    ReadOnly,
    DiskFull,
    OtherVersion,
    Damaged,
}
