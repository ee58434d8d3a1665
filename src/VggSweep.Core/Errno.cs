namespace VggSweep.Core;

/// <summary>Linux error numbers that the runtime passes on as <see cref="Exception.HResult"/>.</summary>
public static class Errno
{
    /// <summary>ENOSPC: the disk is full.</summary>
    public const int NoSpace = 28;

    /// <summary>EROFS: the file system is read-only.</summary>
    public const int ReadOnlyFileSystem = 30;

    /// <summary>EDQUOT: the user's quota is used up.</summary>
    public const int OverQuota = 122;
}
