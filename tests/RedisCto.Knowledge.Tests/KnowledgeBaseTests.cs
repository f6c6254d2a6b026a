using RedisCto.Core;

namespace RedisCto.Knowledge.Tests;

public sealed class KnowledgeBaseTests
{
    private static readonly KnowledgeBase Pages = KnowledgeBase.From([
        Page("rules/RCTO1201", "KEYS blocks the server", "any", "KEYS walks the whole keyspace. Use SCAN."),
        Page("checks/MEM13", "maxmemory is not set", "any", "The server grows until the kernel kills it."),
        Page("notes/hash-field-expiry", "Fields of a hash can expire", "redis >= 7.4, valkey >= 9.0", "HEXPIRE gives one field a TTL.\n\n```redis redis >= 8.0, valkey >= 9.0\n> HSETEX h EX 10 FIELDS 1 f v\n(integer) 1\n```"),
        Page("notes/keyspace", "Sweep the keyspace with SCAN", "any", "SCAN walks in steps.")]);

    [Theory]
    [InlineData("RCTO1201", "rules/RCTO1201")]
    [InlineData("rules/rcto1201", "rules/RCTO1201")]
    [InlineData("redis-cto://rules/RCTO1201", "rules/RCTO1201")]
    [InlineData("notes/keyspace.md", "notes/keyspace")]
    [InlineData(" mem13 ", "checks/MEM13")]
    public void EveryWayToNameAPage_FindsIt(string id, string expected) => Assert.Equal(expected, Pages.Find(id)?.Id);

    [Theory]
    [InlineData("RCTO9999")]
    [InlineData("")]
    [InlineData("checks/RCTO1201")]
    public void IdOfNoPage_FindsNothing(string id) => Assert.Null(Pages.Find(id));

    [Theory]
    [InlineData("RCTO1210", "rules/RCTO1201")]
    [InlineData("MEM31", "checks/MEM13")]
    [InlineData("redis-cto://notes/keyspaces", "notes/keyspace")]
    [InlineData("field-expiry", "notes/hash-field-expiry")]
    public void MistypedId_HasTheRightOneNearest(string id, string expected) => Assert.Equal([expected], Pages.Nearest(id, 1));

    [Fact]
    public void Nearest_GivesNoMoreThanThereAre() => Assert.Equal(4, Pages.Nearest("x", 10).Count);

    [Fact]
    public void Target_ThatThePageExcludes_IsSaid() =>
        Assert.Equal("Does not hold for Valkey 8.1: it needs redis >= 7.4, valkey >= 9.0.", Note("HEXPIRE", "valkey 8.1"));

    [Fact]
    public void Target_NamedInTheQuestion_IsTaken() =>
        Assert.Equal("Does not hold for Valkey 8.0: it needs redis >= 7.4, valkey >= 9.0.", Note("HEXPIRE valkey 8", ""));

    [Fact]
    public void Target_ThatThePageAdmits_NeedsNoNote() => Assert.Equal("", Note("HEXPIRE", "valkey 9.1"));

    [Fact]
    public void Target_ThatABlockExcludes_IsSaid() =>
        Assert.Equal("Not all of it holds for Redis 7.4: part of it needs redis >= 8.0, valkey >= 9.0.", Note("HEXPIRE", "redis 7.4"));

    [Fact]
    public void Target_WithoutVersion_IsToldToCheck() =>
        Assert.Equal("Holds for redis >= 7.4, valkey >= 9.0; check the version of your server.", Note("HEXPIRE", "redis"));

    [Fact]
    public void Target_OfAnotherProduct_IsSaid() =>
        Assert.Equal("Does not hold for Garnet: it needs redis >= 7.4, valkey >= 9.0.", Note("HEXPIRE", "garnet"));

    [Fact]
    public void PageForEveryServer_NeedsNoNote() => Assert.Equal("", Note("SCAN the keyspace", "garnet"));

    [Fact]
    public void Search_GivesOnePassageAPage_BestFirst()
    {
        var hits = Pages.Search("scan the keyspace", null, 3);

        Assert.Equal("notes/keyspace", hits[0].Entry.Id);
        Assert.Equal(hits.Count, hits.DistinctBy(hit => hit.Entry.Id).Count());
        Assert.Equal(hits.OrderByDescending(hit => hit.Score), hits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("what is the")]
    [InlineData("sourdough bread recipe")]
    public void NothingThatFits_GivesNoHits(string query) => Assert.Empty(Pages.Search(query, null, 5));

    [Fact]
    public void Limit_IsKept() => Assert.Single(Pages.Search("server", null, 1));

    [Fact]
    public void ManyThreadsAtOnce_SeeTheSamePages()
    {
        var pages = KnowledgeBase.Load();
        var seen = new System.Collections.Concurrent.ConcurrentBag<IReadOnlyList<KnowledgeEntry>>();

        Parallel.For(0, 16, _ => seen.Add(pages.Entries));

        Assert.All(seen, entries => Assert.Same(pages.Entries, entries));
    }

    private static string Note(string query, string target) =>
        Pages.Search(query, target.Length == 0 ? null : ServerTarget.Parse(target), 1).Single().VersionNote;

    private static KnowledgeEntry Page(string id, string title, string appliesTo, string text) => KnowledgeBase.ReadPage(
        id, $"---\nid: {id}\ntitle: {title}\napplies-to: {appliesTo}\nverified-on: []\nproof: [transcript]\nsources: []\n---\n{text}\n");
}
