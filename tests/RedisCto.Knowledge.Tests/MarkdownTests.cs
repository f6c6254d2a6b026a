namespace RedisCto.Knowledge.Tests;

public sealed class MarkdownTests
{
    [Fact]
    public void HeadingInsideAFence_IsText()
    {
        var sections = Markdown.Sections("Title", "Claim.\n\n## Why\n\n```bash\n# not a heading\n```\n\n## Versions\n\nAll.\n");

        Assert.Equal(["Title", "Why", "Versions"], sections.Select(section => section.Heading));
        Assert.Contains("# not a heading", sections[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_HaveLanguageArgumentsTextAndLine()
    {
        var block = Assert.Single(Markdown.Blocks("Claim.\n\n```csharp bad RCTO1201\nvar x = 1;\n```\n"));

        Assert.Equal(new FencedBlock("csharp", "bad RCTO1201", "var x = 1;", 3), block);
    }

    [Theory]
    [InlineData("redis", "", false, null)]
    [InlineData("redis", "redis >= 7.4, valkey >= 9.0", false, "redis >= 7.4, valkey >= 9.0")]
    [InlineData("redis", "cluster", true, null)]
    [InlineData("redis", "cluster redis >= 7.0", true, "redis >= 7.0")]
    [InlineData("csharp", "bad RCTO1201", false, null)]
    public void RedisBlock_NamesItsServers(string language, string arguments, bool cluster, string? range)
    {
        var block = new FencedBlock(language, arguments, "> PING", 1);

        Assert.Equal(cluster, block.NeedsCluster);
        Assert.Equal(range, block.Range?.Text);
    }

    [Fact]
    public void Summary_IsTheFirstParagraphWithoutHeadingLinksAndEmphasis() =>
        Assert.Equal("KEYS blocks; use SCAN.", Markdown.FirstParagraph("# Title\n\n**KEYS** blocks;\nuse [SCAN](../x.md).\n\nMore."));

    [Fact]
    public void LongSection_IsCutBetweenParagraphs()
    {
        var paragraphs = Enumerable.Range(0, 10).Select(i => $"{i}{new string('x', 200)}").ToList();

        var pieces = Markdown.Pieces(string.Join("\n\n", paragraphs), 500);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 500));
        Assert.Equal(paragraphs, pieces.SelectMany(piece => piece.Split("\n\n")));
    }

    [Fact]
    public void LongFence_IsCutIntoFences()
    {
        var code = $"```csharp\n{string.Join('\n', Enumerable.Range(0, 100).Select(i => $"line {i} is here;\n"))}\n```";

        var pieces = Markdown.Pieces(code, 400);

        Assert.True(pieces.Count > 3);
        Assert.All(pieces, piece =>
        {
            Assert.InRange(piece.Length, 1, 400);
            Assert.StartsWith("```csharp\n", piece, StringComparison.Ordinal);
            Assert.EndsWith("\n```", piece, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void LineLongerThanAPassage_LosesNothing() =>
        Assert.Equal(2000, Markdown.Pieces(new string('x', 2000), 300).Sum(piece => piece.Count(c => c == 'x')));
}
