using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>Sums over vectors in an order that is the same on every machine: four lanes, whatever the processor has.</summary>
internal static class Vectors
{
    private const int Lanes = 4;

    /// <summary>The inner product of vectors of equal length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var a = MemoryMarshal.Cast<double, Vector256<double>>(left);
        var b = MemoryMarshal.Cast<double, Vector256<double>>(right[..left.Length]);
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var index = 0;
        for (; index + 1 < a.Length; index += 2)
        {
            first += a[index] * b[index];
            second += a[index + 1] * b[index + 1];
        }

        if (index < a.Length)
        {
            first += a[index] * b[index];
        }

        var sum = Vector256.Sum(first + second);
        for (var rest = a.Length * Lanes; rest < left.Length; rest++)
        {
            sum += left[rest] * right[rest];
        }

        return sum;
    }

    /// <summary>Subtracts a multiple of one vector from another.</summary>
    public static void Subtract(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var a = MemoryMarshal.Cast<double, Vector256<double>>(target);
        var b = MemoryMarshal.Cast<double, Vector256<double>>(source[..target.Length]);
        for (var index = 0; index < a.Length; index++)
        {
            a[index] -= factor * b[index];
        }

        for (var rest = a.Length * Lanes; rest < target.Length; rest++)
        {
            target[rest] -= factor * source[rest];
        }
    }
}
