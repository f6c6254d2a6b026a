using RedisCto.Core;

namespace RedisCto.Patterns.Tests.Generation;

/// <summary>What a request changes in the code, and what a request that makes no sense is told.</summary>
public sealed class PatternGeneratorTests
{
    private static readonly PatternGenerator Generator = new();

    [Fact]
    public void PlainRequest_GivesOneFileAndNamesTheRest()
    {
        var pattern = Generator.Generate(new PatternRequest { Pattern = "distributed-lock" });

        var file = Assert.Single(pattern.Files);
        Assert.Equal(("RedisLock.cs", "lock"), (file.Path, file.Part));
        Assert.Contains("namespace MyApp.Redis;", file.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("Fenc", file.Content, StringComparison.Ordinal);
        Assert.Equal(["usage", "waiting", "registration", "test"], pattern.MoreParts);
        Assert.Contains("efficiency lock", pattern.NotGuaranteed, StringComparison.Ordinal);
    }

    [Fact]
    public void Fencing_AddsTheFenceAndItsScript()
    {
        var pattern = Generator.Generate(new PatternRequest { Pattern = "distributed-lock", Options = ["fencing"] });

        var code = Assert.Single(pattern.Files).Content;
        Assert.Contains("public long Fence", code, StringComparison.Ordinal);
        Assert.Contains("redis.call('TIME')", code, StringComparison.Ordinal);
        Assert.DoesNotContain("bool Fencing", code, StringComparison.Ordinal);
        Assert.Contains("fenced-resource", pattern.MoreParts);
        Assert.DoesNotContain("efficiency lock", pattern.NotGuaranteed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData("fail-closed", "false")]
    public void FailMode_IsTheDefaultOfTheCode(string option, string value)
    {
        var request = new PatternRequest { Pattern = "rate-limiter", Options = option.Length == 0 ? [] : [option] };

        var code = Generator.Generate(request).Files[0].Content;

        Assert.Contains($"public bool AllowUnanswered {{ get; init; }} = {value};", code, StringComparison.Ordinal);
    }

    [Fact]
    public void NamespaceAndPrefix_AreWrittenIntoEveryFile()
    {
        var pattern = Generator.Generate(new PatternRequest
        {
            Pattern = "distributed-lock",
            Namespace = "Shop.Infrastructure",
            KeyPrefix = "shop:",
            Options = ["fencing"],
            Parts = ["all"],
        });

        Assert.All(pattern.Files, file => Assert.Contains("\nnamespace Shop.Infrastructure;\n", file.Content, StringComparison.Ordinal));
        Assert.Contains("KeyPrefix = \"shop:lock:\"", pattern.Files.Single(file => file.Part == "lock").Content, StringComparison.Ordinal);
        Assert.Contains("KeyPrefix = \"shop:fenced:\"", pattern.Files.Single(file => file.Part == "fenced-resource").Content, StringComparison.Ordinal);
        Assert.Empty(pattern.MoreParts);
        Assert.Empty(UserProject.Complaints(UserProject.Compile("redis-newest", pattern.Files)));
    }

    [Fact]
    public void PrefixWithQuotes_StaysAString()
    {
        var files = Generator.Generate(new PatternRequest { Pattern = "rate-limiter", KeyPrefix = "a\"b\\c:" }).Files;

        Assert.Empty(UserProject.Complaints(UserProject.Compile("redis-newest", files)));
    }

    [Fact]
    public void PartsByName_AreHandedOutInTheirOrder()
    {
        var pattern = Generator.Generate(new PatternRequest { Pattern = "Distributed Lock", Parts = ["Waiting", "usage"] });

        Assert.Equal(["usage", "waiting"], pattern.Files.Select(file => file.Part));
        Assert.Equal(["lock", "registration", "test"], pattern.MoreParts);
    }

    [Theory]
    [InlineData("distributed-lok", "distributed-lock")]
    [InlineData("lock", "distributed-lock")]
    [InlineData("limiter", "rate-limiter")]
    public void UnknownPattern_IsAnsweredWithTheNearestAndTheWholeList(string asked, string nearest)
    {
        var told = Assert.Throws<PatternInputException>(() => Generator.Generate(new PatternRequest { Pattern = asked })).Message;

        Assert.Contains($"'{asked}'", told, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{nearest}'", told, StringComparison.Ordinal);
        Assert.All(PatternGenerator.Catalog, pattern => Assert.Contains(pattern.Id, told, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownOptionOrPart_IsNamed()
    {
        Assert.Contains("Did you mean 'fencing'", Refused(new() { Pattern = "distributed-lock", Options = ["fence"] }), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'usage'", Refused(new() { Pattern = "distributed-lock", Parts = ["use"] }), StringComparison.Ordinal);
        Assert.Contains("needs the option 'fencing'", Refused(new() { Pattern = "distributed-lock", Parts = ["fenced-resource"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("My App")]
    [InlineData("My.class")]
    [InlineData("A;B")]
    [InlineData(".A")]
    public void NoNamespace_IsRefused(string name) =>
        Assert.Contains("not a C# namespace", Refused(new() { Pattern = "rate-limiter", Namespace = name }), StringComparison.Ordinal);

    [Theory]
    [InlineData("a{b}:")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void PrefixThatChangesTheSlotOrTheLine_IsRefused(string prefix) =>
        Assert.Contains("cannot be a key prefix", Refused(new() { Pattern = "rate-limiter", KeyPrefix = prefix }), StringComparison.Ordinal);

    [Theory]
    [InlineData("2.6")]
    [InlineData("newest")]
    public void ClientThatWasNotTried_IsRefused(string version) =>
        Assert.Contains(version, Refused(new() { Pattern = "rate-limiter", ClientVersion = version }), StringComparison.Ordinal);

    [Theory]
    [InlineData("redis 5.0")]
    [InlineData("valkey 7.2")]
    public void ServerBelowTheFloor_IsRefused(string target) =>
        Assert.Contains("proved on", Refused(new() { Pattern = "distributed-lock", Target = ServerTarget.Parse(target) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("redis 7.2", "3.4")]
    [InlineData("redis", "2.13.23")]
    [InlineData("valkey 9.0", "")]
    public void ServerAndClientThatWereTried_NeedNoWarning(string target, string client)
    {
        var pattern = Generator.Generate(new PatternRequest { Pattern = "distributed-lock", Target = ServerTarget.Parse(target), ClientVersion = client });

        Assert.DoesNotContain(pattern.Assumptions, assumption => assumption.Contains("Garnet", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("garnet", "--lua-transaction-mode")]
    [InlineData("dragonfly", "not among the servers")]
    public void ServerWithACondition_IsToldIt(string target, string words)
    {
        var pattern = Generator.Generate(new PatternRequest { Pattern = "distributed-lock", Target = ServerTarget.Parse(target) });

        Assert.Contains(pattern.Assumptions, assumption => assumption.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryPattern_SaysInAFewWordsWhatHoldsAndWhatDoesNot()
    {
        foreach (var request in Requests.All())
        {
            var pattern = Generator.Generate(request);
            foreach (var text in new[] { pattern.Guarantee, pattern.NotGuaranteed, pattern.WhenRedisIsDown, pattern.AfterACrash, pattern.ServerSettings })
                Assert.InRange(text.Length, 40, 420);
        }
    }

    private static string Refused(PatternRequest request) => Assert.Throws<PatternInputException>(() => Generator.Generate(request)).Message;
}
