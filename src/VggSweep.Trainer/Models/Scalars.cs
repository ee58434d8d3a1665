using TorchSharp;

namespace VggSweep.Trainer.Models;

/// <summary>
/// Scalars for libtorch that live as long as the process. TorchSharp passes a scalar's address and holds it no longer: a
/// collection on another thread may finalize it while libtorch reads it. With such collections all the time 8 of 100 short
/// trainings failed ("Unknown scalar type"), and nothing says that all wrong values fail.
/// </summary>
internal static class Scalars
{
    public static Scalar Zero { get; } = 0.ToScalar();

    public static Scalar One { get; } = 1.ToScalar();
}
