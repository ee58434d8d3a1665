namespace VggSweep.Core.Tests;

public sealed class AmountTextRules
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(999.6, "1.00 k")]
    [InlineData(17_927_498, "17.9 M")]
    [InlineData(512_155_648, "512 M")]
    [InlineData(7.6e18, "7.60 E")]
    public void Amounts_have_three_digits_and_a_prefix(double value, string text) => Assert.Equal(text, AmountText.Of(value));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.00 kB")]
    [InlineData(9_996, "10.0 kB")]
    [InlineData(999_600, "1.00 MB")]
    [InlineData(1_234_000_000, "1.23 GB")]
    public void Bytes_have_the_prefix_before_their_unit(long bytes, string text) => Assert.Equal(text, AmountText.OfBytes(bytes));
}
