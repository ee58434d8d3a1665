namespace VggSweep.Core.Sweeps;

public static class SweepStates
{
    /// <summary>Whether nothing of it is to be trained any more.</summary>
    public static bool IsEnded(this SweepState state) => state is SweepState.Completed or SweepState.Cancelled;
}
