namespace RedisCto.Inspection.Tests;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData("session:42", "session:42")]
    [InlineData("größe 東京 😀", "größe 東京 😀")]
    [InlineData("a\u0000\u001b[31m\r\n\t", @"a\u{0}\u{1b}[31m\r\n\t")]
    [InlineData("\u202Etxt.exe\u200B\uFEFF", @"\u{202e}txt.exe\u{200b}\u{feff}")]
    [InlineData("```\\", @"\u{60}\u{60}\u{60}\\")]
    [InlineData("a\u00A0b\u2028", @"a\u{a0}b\u{2028}")]
    public void Text_ShowsWhatItHolds(string text, string shown) => Assert.Equal(shown, UntrustedText.Show(text));

    [Fact]
    public void HalfACharacter_IsShownAsUnreadable() => Assert.Equal(@"a\u{fffd}", UntrustedText.Show("a\uD800"));

    [Fact]
    public void LongText_IsCutAtAWholeCharacter()
    {
        Assert.Equal(new string('x', 64) + "…", UntrustedText.Show(new string('x', 1000)));
        Assert.Equal("xxx…", UntrustedText.Show("xxx\u202E", 5));
    }
}
