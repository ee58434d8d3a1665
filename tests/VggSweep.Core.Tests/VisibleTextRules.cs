using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests;

public sealed class VisibleTextRules
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("wi dth", "'wi dth'")]
    [InlineData("w\u200bidth", "'w<U+200B>idth'")]
    [InlineData("width\u00a0", "'width<U+00A0>'")]
    [InlineData("\u202ewidth", "'<U+202E>width'")]
    [InlineData("a\tb\u0007", "'a<U+0009>b<U+0007>'")]
    [InlineData("e\u0301\u3164", "'e<U+0301><U+3164>'")]
    [InlineData("é中𝄞", "'é中𝄞'")]
    [InlineData("a\nb", "'a⏎b'")]
    public void What_nobody_can_see_is_shown_by_its_number(string text, string quoted) => Assert.Equal(quoted, VisibleText.Quote(text));

    [Theory]
    [InlineData("w\u200bidth", "parameters has no key 'w<U+200B>idth'; did you mean 'width'?")]
    [InlineData("width\u00a0", "parameters has no key 'width<U+00A0>'; did you mean 'width'?")]
    [InlineData("w\u0456dth", "parameters has no key 'wіdth'; did you mean 'width', without U+0456?")]
    [InlineData("widht", "parameters has no key 'widht'; did you mean 'width'?")]
    public void A_key_that_looks_right_is_told_with_what_is_wrong_in_it(string key, string expected) =>
        Assert.Contains(
            SweepSpecReader.Read($"name: a\nparameters: {{ {key}: [8], lr: 0.1 }}").Errors,
            error => $"{error.Message}; {error.Fix}" == expected);

    [Fact]
    public void A_value_that_looks_right_is_told_with_what_is_wrong_in_it()
    {
        var errors = SweepSpecReader
            .Read("name: a\nnetwork: { head: g\u0430p }\nparameters: { width: [8\u200b] }").Errors
            .Select(error => $"{error.Message}; {error.Fix}")
            .ToList();

        Assert.Contains("network.head cannot be 'gаp'; did you mean 'gap', without U+0430?", errors);
        Assert.Contains("parameters.width[0] cannot be '8<U+200B>'; give a whole number from 1 to 1,024, such as 16", errors);
    }
}
