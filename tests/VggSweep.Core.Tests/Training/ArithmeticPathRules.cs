using System.Text.Json;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Training;

public sealed class ArithmeticPathRules
{
    [Theory]
    [InlineData(false, false, null, null)]
    [InlineData(false, true, null, "bf16")]
    [InlineData(false, false, 32, "micro-batch 32")]
    [InlineData(false, true, 8, "bf16, micro-batch 8")]
    [InlineData(true, false, null, "tf32")]
    [InlineData(true, true, 8, "tf32, bf16, micro-batch 8")]
    [InlineData(true, true, 8, "tf32, bf16, tuned, micro-batch 8", true)]
    public void A_path_is_read_as_it_is_written(bool inTf32, bool inBf16, int? microBatch, string? text, bool isTuned = false)
    {
        var path = new ArithmeticPath(inBf16, microBatch, inTf32, isTuned);
        Assert.Equal(text, path.Text);
        Assert.Equal(path, ArithmeticPath.Parse(text));
    }

    [Fact]
    public void Other_text_is_refused() => Assert.Throws<FormatException>(() => ArithmeticPath.Parse("fp8"));

    [Fact]
    public void Numerics_from_before_the_paths_are_read_and_resume_as_before()
    {
        var old = JsonSerializer.Deserialize<Numerics>(
            """{"Device":"cpu","InstructionSet":"avx512","Libtorch":"2.10.0.0","Threads":1,"Precision":"fp32"}""")!;
        Assert.Null(old.Path);
        Assert.True(old.SameArithmetic(old with { Threads = 2 }));
        Assert.False(old.SameArithmetic(old with { Precision = "fast" }));
    }

    [Fact]
    public void A_path_goes_with_its_trial_from_worker_to_worker()
    {
        var offer = new Numerics("cpu", "avx512", "2.10.0.0", 1, "fast");
        Assert.True(offer.SameArithmetic(offer with { Path = "bf16" }));
    }
}
