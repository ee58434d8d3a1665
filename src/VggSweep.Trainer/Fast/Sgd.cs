using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>The update of <see cref="Training.SgdOptimizer"/> in one pass over the memory.</summary>
internal readonly record struct Sgd(float Lr, float Momentum, float WeightDecay)
{
    private const int Group = 8;

    /// <summary>d = g + wd·w; b = m·b + d where there is momentum; w = w − lr·(b or d).</summary>
    /// <param name="gradient">In T; null where the momenta have it already, decayed and added.</param>
    /// <param name="momenta">Null without momentum.</param>
    /// <param name="mirror">The new weights in bf16; null where nobody wants them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Update<T>(nint from, nint end, float* weights, void* gradient, float* momenta, ushort* mirror)
        where T : struct, IElements
    {
        var index = from;
        var (lr, keep, decay) = (Vector256.Create(-Lr), Vector256.Create(gradient == null ? 1 : Momentum), Vector256.Create(WeightDecay));
        for (; index + Group <= end; index += Group)
        {
            var weight = Vector256.Load(weights + index);
            var direction = gradient == null ? Vector256<float>.Zero : T.Load(gradient, index);
            direction = Vector256.FusedMultiplyAdd(decay, weight, direction);
            if (momenta != null)
            {
                direction = Vector256.FusedMultiplyAdd(keep, Vector256.Load(momenta + index), direction);
                direction.Store(momenta + index);
            }

            weight = Vector256.FusedMultiplyAdd(lr, direction, weight);
            weight.Store(weights + index);
            if (mirror != null)
            {
                Bf16.Store(mirror, index, weight);
            }
        }

        if (index < end)
        {
            // The last few through a group of their own, so that there is one arithmetic.
            var rest = (int)(end - index);
            var w = stackalloc float[Group];
            var g = stackalloc byte[Group * sizeof(float)];
            var m = stackalloc float[Group];
            var b = stackalloc ushort[Group];
            Buffer.MemoryCopy(weights + index, w, rest * sizeof(float), rest * sizeof(float));
            if (gradient != null)
            {
                Buffer.MemoryCopy((byte*)gradient + (index * T.Size), g, rest * T.Size, rest * T.Size);
            }

            if (momenta != null)
            {
                Buffer.MemoryCopy(momenta + index, m, rest * sizeof(float), rest * sizeof(float));
            }

            Update<T>(0, Group, w, gradient == null ? null : g, momenta == null ? null : m, mirror == null ? null : b);
            Buffer.MemoryCopy(w, weights + index, rest * sizeof(float), rest * sizeof(float));
            if (momenta != null)
            {
                Buffer.MemoryCopy(m, momenta + index, rest * sizeof(float), rest * sizeof(float));
            }

            if (mirror != null)
            {
                Buffer.MemoryCopy(b, mirror + index, rest * sizeof(ushort), rest * sizeof(ushort));
            }
        }
    }
}
