namespace VggSweep.Core.Trials;

/// <summary>What must be equal for a training to repeat bit for bit.</summary>
/// <param name="Device">Kind of device: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="InstructionSet">The widest instruction set that libtorch uses, as <c>avx512</c>.</param>
/// <param name="Libtorch">Version of the libtorch build.</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="Precision">The arithmetic path: <c>fp32</c>.</param>
[GenerateSerializer, Immutable]
public sealed record Numerics(string Device, string InstructionSet, string Libtorch, int Threads, string Precision)
{
    /// <summary>Whether a trial can go on there to the same bits: the thread count is the trial's and goes with it.</summary>
    public bool SameArithmetic(Numerics other) => this with { Threads = other.Threads } == other;
}
