namespace VggSweep.Core.Grains;

/// <summary>How calls between the programs of a cluster fail.</summary>
public static class CallFailures
{
    /// <summary>Whether the other side, or what it needs, is away for now, so that asking again may help.</summary>
    /// <remarks>
    /// While no coordinator is in the cluster there is no class for our grains, and Orleans says so by an
    /// ArgumentException. A message that finds no way in its time ends by an OperationCanceledException: whoever
    /// cancels calls too looks at the own token first.
    /// </remarks>
    public static bool IsAway(this Exception exception) =>
        exception is OrleansException or TimeoutException or OperationCanceledException or StoreAwayException
        || (exception is ArgumentException && exception.Message.Contains("implementation for interface", StringComparison.Ordinal));
}
