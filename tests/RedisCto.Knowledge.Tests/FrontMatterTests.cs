namespace RedisCto.Knowledge.Tests;

public sealed class FrontMatterTests
{
    private const string Good =
        """
        ---
        id: notes/x
        title: A title
        applies-to: redis >= 7.4, valkey >= 9.0
        verified-on: []
        proof: [transcript]
        sources: ["seed 000 A1, A2", docs]
        ---
        The claim.
        """;

    [Fact]
    public void EveryKey_IsRead()
    {
        var page = KnowledgeBase.ReadPage("notes/x", Good);

        Assert.Equal("A title", page.Title);
        Assert.Equal("redis >= 7.4, valkey >= 9.0", page.AppliesTo.Text);
        Assert.Empty(page.VerifiedOn);
        Assert.Equal(["transcript"], page.Proof);
        Assert.Equal(["seed 000 A1, A2", "docs"], page.Sources);
        Assert.Equal("The claim.\n", page.Text);
        Assert.Equal("The claim.", page.Summary);
    }

    [Fact]
    public void WindowsLineEnds_AreRead() =>
        Assert.Equal("The claim.\n", KnowledgeBase.ReadPage("notes/x", Good.ReplaceLineEndings("\r\n")).Text);

    [Theory]
    [InlineData("title: A title", "titel: A title", "line 3: 'titel' is not a key")]
    [InlineData("title: A title", "id: notes/x", "line 3: 'id' stands twice")]
    [InlineData("title: A title", "title: SCAN: safe", "line 3: YAML would not read")]
    [InlineData("title: A title", "title: *bold*", "line 3: YAML would not read")]
    [InlineData("title: A title", "title:", "line 3: 'title:' is not 'key: value'")]
    [InlineData("title: A title\n", "", "line 1: 'title' is missing")]
    [InlineData("[transcript]", "transcript", "line 6: a list is written")]
    [InlineData("[transcript]", "[a, ]", "line 6: a comma and an item must follow 'a'")]
    [InlineData("[transcript]", "[\"a]", "line 6: the quote in \"a is not closed")]
    [InlineData("redis >= 7.4, ", "redis > 7.4, ", "applies-to: '>' in")]
    [InlineData("id: notes/x", "id: notes/y", "its id is 'notes/y'")]
    [InlineData("---\nid", "id", "the page must open with front matter")]
    public void BrokenHead_NamesPageAndLine(string good, string bad, string expected)
    {
        var broken = Assert.Throws<KnowledgeFormatException>(() => KnowledgeBase.ReadPage("notes/x", Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.StartsWith("notes/x.md", broken.Message, StringComparison.Ordinal);
        Assert.Contains(expected, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PageInAnUnknownFolder_IsRefused()
    {
        var page = Good.Replace("id: notes/x", "id: tips/x", StringComparison.Ordinal);

        Assert.Contains("none of rules, checks, patterns, notes", Assert.Throws<KnowledgeFormatException>(() => KnowledgeBase.ReadPage("tips/x", page)).Message, StringComparison.Ordinal);
    }
}
