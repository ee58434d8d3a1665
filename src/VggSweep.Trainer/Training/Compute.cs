using TorchSharp;
using VggSweep.Trainer.Native;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Training;

/// <summary>By what trials are computed.</summary>
/// <param name="IsReference">By libtorch's own differentiation in full fp32, to compare with.</param>
/// <param name="Accelerator">
/// Trains by libtorch's own differentiation, with its images resident and nothing fetched between looks; tests give it the
/// CPU. Null: our own arithmetic for CPUs, with batches made by the host.
/// </param>
internal sealed record Compute(bool IsReference, Device? Accelerator)
{
    /// <summary>
    /// With the value <c>reference</c> the trainer computes by libtorch's own differentiation, fp32 alone: to compare
    /// with.
    /// </summary>
    /// <remarks>With <c>tuned</c> a device takes the fastest algorithms, which do not repeat the last bits.</remarks>
    public const string Variable = "VGGSWEEP_ARITHMETIC";

    /// <summary>The one CUDA device that the environment lets this process see (its build must have CUDA, too), or none.</summary>
    public static Compute Here { get; } = new(
        Environment.GetEnvironmentVariable(Variable) == "reference", cuda.is_available() ? CUDA : null)
    {
        IsTuned = Environment.GetEnvironmentVariable(Variable) == "tuned",
    };

    /// <summary>Whether a device may take algorithms that do not repeat the last bits.</summary>
    public bool IsTuned { get; init; }

    /// <summary>Kind of device, for the numerics.</summary>
    public string Device => Accelerator?.type is DeviceType.CUDA ? "cuda" : "cpu";

    /// <summary>The arithmetic, for the numerics.</summary>
    public string Name => Accelerator is not null ? "fp32" : !IsReference ? "fast" : OneDnn.IsRight ? "fp32" : "fp32 without oneDNN";
}
