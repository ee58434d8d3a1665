namespace VggSweep.Core.Tests;

/// <summary>One syntax of durations, without guesses.</summary>
public sealed class DurationTextRules
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1.5h", 5_400)]
    [InlineData(".5s", 0.5)]
    [InlineData("00:00:30", 30)]
    [InlineData("1:00:00.5", 3_600.5)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("365.00:00:00", 31_536_000)]
    public void A_duration_has_a_unit_or_colons_and_is_read_back(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.True(DurationText.TryParse(DurationText.Format(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30 s")]
    [InlineData("30s\n")]
    [InlineData("30S")]
    [InlineData("30d")]
    [InlineData("-30s")]
    [InlineData("-00:00:30")]
    [InlineData("1e3s")]
    [InlineData("1,5h")]
    [InlineData("00:30")]
    [InlineData("00:60:00")]
    [InlineData("24:00:00")]
    [InlineData("366.00:00:00")]
    [InlineData("99999999999999999999h")]
    [InlineData("s")]
    [InlineData("٣٠s")]
    public void Anything_else_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
