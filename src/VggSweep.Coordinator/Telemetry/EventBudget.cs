namespace VggSweep.Coordinator.Telemetry;

/// <summary>Admits a number of events per period, and counts the rest.</summary>
internal sealed class EventBudget(TimeProvider time, int eventsPerPeriod, TimeSpan period)
{
    private readonly Lock gate = new();
    private long begun = time.GetTimestamp();
    private int admitted;
    private int omitted;

    public bool Admit()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(begun) >= period)
            {
                (begun, admitted) = (time.GetTimestamp(), 0);
            }

            var isAdmitted = admitted < eventsPerPeriod;
            admitted += isAdmitted ? 1 : 0;
            omitted += isAdmitted ? 0 : 1;
            return isAdmitted;
        }
    }

    /// <summary>How many were not admitted since the last call.</summary>
    public int TakeOmitted()
    {
        lock (gate)
        {
            var count = omitted;
            omitted = 0;
            return count;
        }
    }
}
