using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class ByteTextRules
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(9_960, "10 kB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(1_234_000_000, "1.2 GB")]
    public void Bytes_are_shown_in_powers_of_ten(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));
}
