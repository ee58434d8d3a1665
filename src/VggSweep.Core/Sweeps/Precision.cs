namespace VggSweep.Core.Sweeps;

/// <summary>In what a trial computes. Its weights, their updates and its first convolution are fp32 always.</summary>
public enum Precision
{
    /// <summary>On CUDA devices its products are TF32's.</summary>
    Fp32,

    /// <summary>Where it does not agree with fp32 on the trial's own shapes, the trial falls back and says why.</summary>
    Bf16,

    /// <summary>bf16 where the processor has instructions for it and it agrees with fp32, else fp32.</summary>
    Auto,
}
