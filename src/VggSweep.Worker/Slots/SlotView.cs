namespace VggSweep.Worker.Slots;

/// <summary>What a slot does at the moment, for people.</summary>
/// <param name="Epoch">The epoch that is trained, from 1.</param>
/// <param name="Step">Steps done of <paramref name="Steps"/>; 0 of 0 while the trainer starts.</param>
public sealed record SlotView(
    int Slot, string Sweep, int Trial, int Epoch, int Step, int Steps, double TrainLoss, double ImagesPerSecond);
