namespace VggSweep.Core.Trials;

/// <summary>What must be equal for a training to repeat bit for bit.</summary>
/// <param name="Device">Kind of device: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="InstructionSet">The widest instruction set that libtorch uses, as <c>avx512</c>.</param>
/// <param name="Libtorch">Version of the libtorch build.</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="Precision">The trainer's arithmetic: <c>fp32</c>, libtorch's, or <c>fast</c>, our own backward pass.</param>
/// <param name="Path">
/// How it computes this trial, as <see cref="Training.ArithmeticPath"/> writes it. It follows from the trial and the rest, once
/// for the trial's life; null in offers, and for fp32 in whole batches.
/// </param>
[GenerateSerializer, Immutable]
public sealed record Numerics(string Device, string InstructionSet, string Libtorch, int Threads, string Precision, string? Path = null)
{
    /// <summary>For people, as <c>cpu (avx512), libtorch 2.10.0, 1 thread, fast arithmetic, bf16</c>.</summary>
    public string Describe() =>
        $"{Device} ({InstructionSet}), libtorch {Libtorch}, {Words.Count(Threads, "thread")}, {Precision} "
        + $"arithmetic{(Path is null ? "" : $", {Path}")}";

    /// <summary>Whether a trial resumes there to the same bits: the thread count and the path are the trial's and go with it.</summary>
    public bool SameArithmetic(Numerics other) => this with { Threads = other.Threads, Path = other.Path } == other;
}
