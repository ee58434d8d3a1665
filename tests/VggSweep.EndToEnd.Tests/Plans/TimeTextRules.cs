using VggSweep.Core;

namespace VggSweep.EndToEnd.Tests.Plans;

public sealed class TimeTextRules
{
    [Theory]
    [InlineData(0, "1 s")]
    [InlineData(99.4, "99 s")]
    [InlineData(99.6, "2 min")]
    [InlineData(5_969, "99 min")]
    [InlineData(7_199, "2 h 0 min")]
    [InlineData(12_000, "3 h 20 min")]
    [InlineData(187_000, "2 d 4 h")]
    public void Times_have_two_units_at_most(double seconds, string text) => Assert.Equal(text, TimeText.Of(seconds));
}
