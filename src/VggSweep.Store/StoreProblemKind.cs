namespace VggSweep.Store;

/// <summary>Why a store cannot be used.</summary>
public enum StoreProblemKind
{
    Missing,
    InUse,

    /// <summary>The file system keeps no locks.</summary>
    NoLocks,
    ReadOnly,

    /// <summary>This user lacks a permission.</summary>
    Forbidden,
    DiskFull,
    OtherVersion,
    Damaged,

    /// <summary>The server is not there.</summary>
    Unreachable,

    /// <summary>The server is there, and refuses.</summary>
    Refused,

    /// <summary>Another cluster uses the database.</summary>
    OtherCluster,
}
