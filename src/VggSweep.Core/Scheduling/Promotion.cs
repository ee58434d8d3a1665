namespace VggSweep.Core.Scheduling;

/// <summary>A paused trial may go on.</summary>
/// <param name="Epoch">At whose end it paused.</param>
[GenerateSerializer]
public sealed record Promotion(int Trial, int Epoch, string Reason);
