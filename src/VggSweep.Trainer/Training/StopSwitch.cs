namespace VggSweep.Trainer.Training;

/// <summary>Asks the training to stop at its next step. Set by the reader's thread, read by the training's.</summary>
internal sealed class StopSwitch
{
    private volatile bool isRequested;
    private volatile bool wantsCheckpoint;

    public bool IsRequested => isRequested;

    /// <summary>Whether the state at the stop is worth a file.</summary>
    public bool WantsCheckpoint => wantsCheckpoint;

    public void Request(bool checkpoint)
    {
        wantsCheckpoint = checkpoint;
        isRequested = true;
    }

    public void Reset() => isRequested = false;
}
