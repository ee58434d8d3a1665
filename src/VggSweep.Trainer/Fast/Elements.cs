using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>How eight values stand in memory; the arithmetic on them is fp32.</summary>
internal unsafe interface IElements
{
    /// <summary>Bytes of one value.</summary>
    static abstract int Size { get; }

    /// <param name="values">The tensor's first value.</param>
    /// <param name="index">Of the first of eight values.</param>
    static abstract Vector256<float> Load(void* values, nint index);

    static abstract void Store(void* values, nint index, Vector256<float> eight);
}

internal readonly unsafe struct Fp32 : IElements
{
    public static int Size => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(void* values, nint index) => Vector256.Load((float*)values + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* values, nint index, Vector256<float> eight) => eight.Store((float*)values + index);
}

internal readonly unsafe struct Bf16 : IElements
{
    public static int Size => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(void* values, nint index)
    {
        var (low, high) = Vector128.Widen(Vector128.Load((ushort*)values + index));
        return Vector256.ShiftLeft(Vector256.Create(low, high), 16).AsSingle();
    }

    /// <summary>Rounded to the nearest, ties to even; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* values, nint index, Vector256<float> eight)
    {
        var bits = eight.AsUInt32();
        var rounded = bits + Vector256.Create(0x7FFFu) + (Vector256.ShiftRightLogical(bits, 16) & Vector256<uint>.One);
        var kept = Vector256.ConditionalSelect(Vector256.Equals(eight, eight).AsUInt32(), rounded, Vector256.Create(0x7FC00000u));
        var half = Vector256.ShiftRightLogical(kept, 16);
        Vector128.Narrow(half.GetLower(), half.GetUpper()).Store((ushort*)values + index);
    }
}
