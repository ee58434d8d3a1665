namespace VggSweep.Worker.Slots;

/// <summary>What one worker offers and where its files are.</summary>
public sealed class WorkerOptions
{
    /// <summary>Unique among the workers that are alive. Default: the machine's name and the process id.</summary>
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Trials trained at once, one trainer process each. Default: one a core.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>Threads of a trial that starts here; a trial keeps them for life, since they change its last bits. Default: 1.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Folder of the four Fashion-MNIST files.</summary>
    public required string DataFolder { get; set; }

    /// <summary>Holds a folder <c>sweep/trial</c> for each trial's checkpoints and log.</summary>
    public required string TrialsFolder { get; set; }

    /// <summary>The trainer's program: a .dll for <c>dotnet</c>, or an executable.</summary>
    public required string Trainer { get; set; }

    /// <summary>
    /// A trainer that says nothing for so long is killed. One step of VGG-19 at 224 pixels takes minutes on two cores,
    /// so a short limit kills healthy trials. Default: 15 minutes.
    /// </summary>
    public TimeSpan HangLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Pause of an idle slot before it asks again. Default: 100 ms.</summary>
    public TimeSpan IdleDelay { get; set; } = TimeSpan.FromMilliseconds(100);
}
