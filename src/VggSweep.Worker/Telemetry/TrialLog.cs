namespace VggSweep.Worker.Telemetry;

/// <summary>Opens the log of an attempt. Nothing is lost for the training when it cannot be written.</summary>
internal delegate TextWriter OpenTrialLog(Core.Leases.LeaseKey lease);

/// <summary>What a person may want to know of one attempt, a line each with the time.</summary>
internal sealed class TrialLog(TextWriter writer, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private bool isOver;

    public void Write(string line)
    {
        lock (gate)
        {
            Guarded(() => writer.WriteLine($"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff} {line}"));
        }
    }

    /// <summary>What a trainer says a moment too late is left out.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            Guarded(writer.Dispose);
            isOver = true;
        }
    }

    /// <summary>A disk that is full or away shows where it matters: at the checkpoints.</summary>
    private void Guarded(Action write)
    {
        try
        {
            if (!isOver)
            {
                write();
            }
        }
        catch (IOException)
        {
            isOver = true;
        }
    }
}
