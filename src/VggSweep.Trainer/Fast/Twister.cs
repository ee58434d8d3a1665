using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) of libtorch's generator on CPUs, eight words at once, on the bytes
/// that <c>torch.get_rng_state</c> gives.
/// </summary>
internal unsafe ref struct Twister
{
    private const int Words = 624;
    private const int Middle = 397;
    private const uint Upper = 0x80000000;

    private readonly State* state;
    private fixed uint words[Words];

    /// <param name="state">Read now and written by <see cref="Save"/>.</param>
    public Twister(void* state)
    {
        this.state = (State*)state;
        for (var word = 0; word < Words; word++)
        {
            words[word] = (uint)this.state->Words[word];
        }
    }

    /// <summary>The next words.</summary>
    public void Take(scoped Span<uint> target)
    {
        while (target.Length > 0)
        {
            if (state->Left == 1)
            {
                Turn();
                (state->Left, state->Next) = (Words + 1, 0);
            }

            var count = Math.Min(state->Left - 1, target.Length);
            for (var word = 0; word < count; word++)
            {
                target[word] = words[(int)state->Next + word];
            }

            Temper(target[..count]);
            target = target[count..];
            (state->Left, state->Next) = (state->Left - count, state->Next + (ulong)count);
        }
    }

    public void Save()
    {
        for (var word = 0; word < Words; word++)
        {
            state->Words[word] = words[word];
        }
    }

    /// <summary>Each word from itself, the next and one far ahead, which at the end are new ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn()
    {
        fixed (uint* w = words)
        {
            var word = 0;
            for (; word + Vector256<uint>.Count <= Words - Middle; word += Vector256<uint>.Count)
            {
                Turned(Vector256.Load(w + word), Vector256.Load(w + word + 1), Vector256.Load(w + word + Middle)).Store(w + word);
            }

            for (; word < Words - Middle; word++)
            {
                w[word] = Turned(w[word], w[word + 1], w[word + Middle]);
            }

            for (; word + Vector256<uint>.Count < Words; word += Vector256<uint>.Count)
            {
                Turned(Vector256.Load(w + word), Vector256.Load(w + word + 1), Vector256.Load(w + word + Middle - Words)).Store(w + word);
            }

            for (; word < Words; word++)
            {
                w[word] = Turned(w[word], w[(word + 1) % Words], w[word + Middle - Words]);
            }
        }
    }

    private static uint Turned(uint own, uint next, uint far) =>
        Turned(Vector256.Create(own), Vector256.Create(next), Vector256.Create(far))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Turned(Vector256<uint> own, Vector256<uint> next, Vector256<uint> far)
    {
        var mixed = (own & Vector256.Create(Upper)) | (next & Vector256.Create(~Upper));
        var isOdd = Vector256<uint>.Zero - (next & Vector256<uint>.One);
        return far ^ Vector256.ShiftRightLogical(mixed, 1) ^ (isOdd & Vector256.Create(0x9908B0DFu));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Temper(Span<uint> values)
    {
        var index = 0;
        for (; index + Vector256<uint>.Count <= values.Length; index += Vector256<uint>.Count)
        {
            Tempered(Vector256.Create<uint>(values[index..])).CopyTo(values[index..]);
        }

        for (; index < values.Length; index++)
        {
            values[index] = Tempered(Vector256.Create(values[index]))[0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Tempered(Vector256<uint> y)
    {
        y ^= Vector256.ShiftRightLogical(y, 11);
        y ^= Vector256.ShiftLeft(y, 7) & Vector256.Create(0x9D2C5680u);
        y ^= Vector256.ShiftLeft(y, 15) & Vector256.Create(0xEFC60000u);
        return y ^ Vector256.ShiftRightLogical(y, 18);
    }

    /// <summary>As libtorch keeps it: a word's upper half is zero. What stands behind is not ours.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public ulong Seed;

        /// <summary>One more than there are words until the next turn.</summary>
        public int Left;
        public int IsSeeded;
        public ulong Next;
        public fixed ulong Words[Twister.Words];
    }
}
