namespace RedisCto.Knowledge.Tests.Search;

/// <summary>Asks what people ask: the right page must come first nine times of ten, and be among the first three practically always.</summary>
public sealed class SearchTests
{
    private const double FirstAtLeast = 0.9;
    private const double FirstThreeAtLeast = 0.98;

    private static readonly KnowledgeBase Pages = KnowledgeBase.Load();
    private static readonly List<Question> Questions = Read();

    private sealed record Question(string Text, string[] Right)
    {
        /// <summary>0 for the first hit, -1 for none.</summary>
        public int Rank(int limit) => Hits(limit).FindIndex(id => Right.Contains(id));

        public List<string> Hits(int limit) => [.. Pages.Search(Text, null, limit).Select(hit => hit.Entry.Id)];
    }

    [Fact]
    public void QuestionSet_IsLargeAndNamesPagesThatExist()
    {
        Assert.True(Questions.Count >= 40, $"{Questions.Count} questions");
        Assert.Empty(Questions.SelectMany(question => question.Right).Where(id => Pages.Find(id) is null).Distinct());
    }

    [Fact]
    public void RightPage_ComesFirst() => AssertShare(FirstAtLeast, 1);

    [Fact]
    public void RightPage_IsAmongTheFirstThree() => AssertShare(FirstThreeAtLeast, 3);

    [Fact]
    public void EveryPage_IsAmongTheFirstThreeForItsOwnTitle()
    {
        var lost = Pages.Entries.Where(page => Pages.Search(page.Title, null, 3).All(hit => hit.Entry.Id != page.Id)).Select(page => page.Id);

        Assert.Empty(lost);
    }

    [Theory]
    [InlineData("sourdough bread recipe")]
    [InlineData("how do I center a div")]
    [InlineData("flibbertigibbet quux")]
    [InlineData("best pizza in naples")]
    [InlineData("kubernetes ingress annotations nginx")]
    [InlineData("explain quantum entanglement")]
    [InlineData("the of and")]
    public void QuestionAboutSomethingElse_HasNoHits(string question) => Assert.Empty(Pages.Search(question, null, 5).Select(hit => hit.Entry.Id));

    [Fact]
    public void EveryPage_IsFirstForItsOwnName()
    {
        var lost = Pages.Entries.Where(page => Pages.Search(page.Id.Split('/')[1], null, 1) is not [var hit] || hit.Entry.Id != page.Id).Select(page => page.Id);

        Assert.Empty(lost);
    }

    [Fact]
    public void PageFarBehindTheBest_IsNotShown()
    {
        foreach (var hits in Questions.Select(question => Pages.Search(question.Text, null, 10)))
            Assert.All(hits, hit => Assert.True(hit.Score >= hits[0].Score * 0.3));
        Assert.True(Pages.Search("HEXPIRE", null, 10).Count < Pages.Entries.Count / 2);
    }

    [Fact]
    public void Passages_AreShortAndStandUnderAHeadingOfTheirPage()
    {
        foreach (var hit in Questions.SelectMany(question => Pages.Search(question.Text, null, 5)))
        {
            Assert.InRange(hit.Passage.Length, 1, 1500);
            Assert.Contains(hit.Heading, hit.Entry.Sections.Select(section => section.Heading));
            Assert.Equal(0, hit.Passage.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2);
        }
    }

    [Fact]
    public void SameQuestion_HasTheSameAnswer()
    {
        var other = KnowledgeBase.Load();

        Assert.All(Questions, question => Assert.Equal(
            Pages.Search(question.Text, null, 5).Select(hit => (hit.Entry.Id, hit.Score)),
            other.Search(question.Text, null, 5).Select(hit => (hit.Entry.Id, hit.Score))));
    }

    private static void AssertShare(double atLeast, int among)
    {
        var lost = Questions.Where(question => question.Rank(among) < 0).ToList();
        var share = 1 - ((double)lost.Count / Questions.Count);

        Assert.True(share >= atLeast, $"{share:P1} of {Questions.Count}; not found: {string.Join("\n", lost.Select(question => $"{question.Text} => {string.Join(", ", question.Hits(4))}"))}");
    }

    private static List<Question> Read() =>
        [.. File.ReadLines(Path.Combine(SourceTree.Root, "tests", "RedisCto.Knowledge.Tests", "Search", "Questions.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(" => "))
            .Select(parts => new Question(parts[0], parts[1].Split(" | ")))];
}
