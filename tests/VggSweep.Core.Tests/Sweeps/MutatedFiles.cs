using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests.Sweeps;

/// <summary>
/// Files that begin as good or bad ones and are changed at random. <c>VGGSWEEP_MUTATIONS</c> says how many there are, as
/// in bench/mutations; <c>CsCheck_Seed</c> replays one.
/// </summary>
public sealed class MutatedFiles(ITestOutputHelper output)
{
    private const long MostBytes = 50_000_000;

    /// <summary>Nothing that ends takes so long, on however busy a machine.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static readonly IReadOnlyList<byte[]> Originals =
    [
        .. BadFiles.Cases().Select(row => Encoding.UTF8.GetBytes(row.Data.Item2)),
        .. Good.Files().Select(File.ReadAllBytes),
    ];

    /// <summary>What YAML gives a meaning, and bytes that text should not have.</summary>
    private static readonly IReadOnlyList<byte[]> Pieces =
    [
        .. new[]
        {
            "[", "]", "{", "}", ":", ": ", "- ", ",", "\n", "\t", "\"", "'", "#", "&a ", "*a", "!", "!!int ", "|\n", ">",
            "?", "%", "@", "`", "\0", "\u0085",
            "---\n", "...", "\r", "é", "-1", "9e99", "~", "  ", "<<: ", "{ int: [1, 1024] }", "[8, 16]", "width: ",
            "asha: ", "scheduler: asha\n", "\ufeff", "𝄞",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xFE, 0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80],
    ];

    [Fact]
    public void None_crashes_the_reader_hangs_it_or_takes_more_than_50_megabytes()
    {
        var count = Environment.GetEnvironmentVariable("VGGSWEEP_MUTATIONS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 100_000;
        var original = Gen.Int[0, Originals.Count - 1];
        var piece = Gen.Int[0, Pieces.Count - 1];
        var slight = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 3], piece, Gen.Int[0, 1]);
        var rough = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 40], piece, Gen.Frequency((20, Gen.Const(1)), (1, Gen.Int[2, 5_000])));
        var (most, slowest, good, total) = (0L, TimeSpan.Zero, 0, 0);
        Gen.Select(original, Gen.OneOf(slight.Array[1, 2], rough.Array[1, 8])).Sample(
            (index, edits) =>
            {
                var file = edits.Aggregate(Originals[index], Edited);
                var (before, startedAt) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
                var (_, reading) = SpecText.Read(file);
                var (taken, elapsed) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(startedAt));
                (most, slowest, total) = (Math.Max(most, taken), elapsed > slowest ? elapsed : slowest, total + 1);
                good += reading.Spec is null ? 0 : 1;
                Assert.Equal(reading.Spec is null, reading.Errors.Count > 0);
                Assert.All(
                    reading.Errors,
                    error => Assert.True(
                        error.Line >= 1 && error.Column >= 1 && error.Message.Length > 0 && error.Fix.Length > 0,
                        error.Format("f")));
                Assert.True(taken <= MostBytes, $"{taken:N0} bytes were allocated for\n{Encoding.UTF8.GetString(file)}");
                Assert.True(elapsed < Hang, $"{elapsed} were taken for\n{Encoding.UTF8.GetString(file)}");
            },
            iter: count,
            threads: 1);
        output.WriteLine(
            $"{total:N0} mutated files of {Originals.Count}: {good:N0} still good, at most {most / 1e6:0.0} MB "
            + $"allocated for one, the slowest took {slowest.TotalMilliseconds:0} ms");
        Assert.Equal(count, total);
    }

    /// <summary>Some bytes are cut out, and a piece comes in their place, once or often.</summary>
    private static byte[] Edited(byte[] file, (double At, int Cut, int Piece, int Times) edit)
    {
        var at = (int)(edit.At * file.Length);
        var rest = Math.Min(file.Length, at + edit.Cut);
        return [.. file[..at], .. Enumerable.Repeat(Pieces[edit.Piece], edit.Times).SelectMany(piece => piece), .. file[rest..]];
    }
}
