using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast;

/// <summary>A tensor's values as our own loops reach them.</summary>
internal static unsafe class Memory
{
    /// <summary>The first value of a tensor without gaps; valid while the tensor is not disposed.</summary>
    public static void* Of(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <inheritdoc cref="Of"/>
    public static float* Floats(Tensor tensor) => (float*)Of(tensor);

    public static Span<float> Span(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
