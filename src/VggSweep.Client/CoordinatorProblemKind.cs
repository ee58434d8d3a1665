namespace VggSweep.Client;

/// <summary>Why a request failed.</summary>
public enum CoordinatorProblemKind
{
    /// <summary>No coordinator answers, or what answers is not one.</summary>
    Unavailable,

    /// <summary>The address, the key or what was asked cannot be used.</summary>
    Usage,

    /// <summary>The sweep file has mistakes.</summary>
    BadFile,

    /// <summary>The coordinator does not know it, or its state does not allow it.</summary>
    Refused,
}
