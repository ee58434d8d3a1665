namespace VggSweep.Cli;

/// <summary>Where the numbers have a meaning of their own in BSD's sysexits.h, it is that one.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int TrialsFailed = 1;
    public const int Usage = 2;
    public const int BadSpec = 65;
    public const int NoInput = 66;
    public const int NoNetwork = 68;
    public const int Unavailable = 69;
    public const int Bug = 70;
    public const int NoLocks = 71;
    public const int DoesNotFit = 72;
    public const int ReadOnlyHome = 73;
    public const int DiskFull = 74;
    public const int HomeInUse = 75;
    public const int DamagedHome = 76;
    public const int OtherVersion = 78;
    public const int Interrupted = 130;
}
