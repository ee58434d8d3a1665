using System.Globalization;

namespace VggSweep.Core.Training;

/// <summary>
/// How a trainer computes one trial, as far as the trial decides it: part of the trial's numerics for its whole life.
/// </summary>
/// <param name="InBf16">Products of bf16, with fp32 weights.</param>
/// <param name="MicroBatch">Images of one backward pass, where a step is several; null where it is the whole batch.</param>
/// <param name="InTf32">
/// Products of fp32 round what they multiply to TF32's 10 bits: CUDA devices do, where the reference is not asked for.
/// </param>
/// <param name="IsTuned">
/// cuDNN tries its algorithms and takes the fastest: what is trained again may differ in its last bits. Devices otherwise take
/// algorithms that repeat them.
/// </param>
public sealed record ArithmeticPath(bool InBf16, int? MicroBatch, bool InTf32 = false, bool IsTuned = false)
{
    private const string Tuned = "tuned";
    private const string Tf32 = "tf32";
    private const string Bf16 = "bf16";
    private const string MicroBatchOf = "micro-batch ";

    /// <summary>fp32, whole batches: what records without a path were trained by.</summary>
    public static readonly ArithmeticPath Plain = new(false, null);

    /// <summary>As <c>tf32, bf16, micro-batch 32</c>; null for <see cref="Plain"/>.</summary>
    public string? Text
    {
        get
        {
            var parts = new List<string>();
            if (InTf32)
            {
                parts.Add(Tf32);
            }

            if (InBf16)
            {
                parts.Add(Bf16);
            }

            if (IsTuned)
            {
                parts.Add(Tuned);
            }

            if (MicroBatch is { } images)
            {
                parts.Add(MicroBatchOf + images.ToString(CultureInfo.InvariantCulture));
            }

            return parts.Count == 0 ? null : string.Join(", ", parts);
        }
    }

    /// <summary>What <see cref="Text"/> says.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ArithmeticPath Parse(string? text)
    {
        var path = Plain;
        foreach (var part in text?.Split(", ") ?? [])
        {
            path = part == Bf16 ? path with { InBf16 = true }
                : part == Tuned ? path with { IsTuned = true }
                : part == Tf32 ? path with { InTf32 = true }
                : part.StartsWith(MicroBatchOf, StringComparison.Ordinal) ? path with
                {
                    MicroBatch = int.Parse(part.AsSpan(MicroBatchOf.Length), CultureInfo.InvariantCulture),
                }
                : throw new FormatException($"'{text}' is not an arithmetic path.");
        }

        return path;
    }
}
