namespace RedisCto.Knowledge.Tests;

/// <summary>The twenty claims of the first seed: each is carried, corrected, by a page that proves it or tells the reader that it was not run.</summary>
public sealed class SeedClaimTests
{
    private const string NotRun = "not run here";

    // Claims about clients of other languages, which no test of this repository can run.
    private static readonly string[] AboutOtherClients = ["A2", "A3", "A9", "A10", "A16"];

    public static TheoryData<string> Claims { get; } = [.. Enumerable.Range(1, 20).Select(number => $"A{number}")];

    [Theory, MemberData(nameof(Claims))]
    public void Claim_IsCarriedByAPageWithAProof(string claim)
    {
        var pages = PagesOf(claim);

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.NotEmpty(page.Proof));
        Assert.Contains(pages, page => page.VerifiedOn.Count > 0);
    }

    [Theory, MemberData(nameof(Claims))]
    public void ClaimThatNothingHereCanRun_SaysSoAndNamesItsSource(string claim)
    {
        if (!AboutOtherClients.Contains(claim))
            return;

        Assert.All(PagesOf(claim), page =>
        {
            Assert.Contains(NotRun, page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(page.Sources, source => !source.StartsWith("seed ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void SeedSources_NameClaimsThatExist()
    {
        var named = KnowledgeBase.Load().Entries
            .SelectMany(page => page.Sources)
            .Where(source => source.StartsWith("seed 000 ", StringComparison.Ordinal))
            .Select(source => source["seed 000 ".Length..]);

        Assert.Empty(named.Except(Claims.Select(row => row.Data)));
    }

    private static List<KnowledgeEntry> PagesOf(string claim) =>
        [.. KnowledgeBase.Load().Entries.Where(page => page.Sources.Contains($"seed 000 {claim}"))];
}
