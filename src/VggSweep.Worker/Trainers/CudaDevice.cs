using VggSweep.Core;

namespace VggSweep.Worker.Trainers;

/// <summary>A CUDA device as the driver describes it.</summary>
/// <param name="Id">As CUDA_VISIBLE_DEVICES names it.</param>
/// <param name="Driver">The driver's version.</param>
public sealed record CudaDevice(string Id, string Name, string Driver, long TotalBytes, long UsedBytes)
{
    public string Text => $"{Name}, driver {Driver}, {AmountText.OfBytes(TotalBytes - UsedBytes)} of {AmountText.OfBytes(TotalBytes)} free";
}
