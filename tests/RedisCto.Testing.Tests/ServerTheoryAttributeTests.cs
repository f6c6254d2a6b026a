using RedisCto.Core;
using Xunit.Sdk;

namespace RedisCto.Testing.Tests;

public sealed class ServerTheoryAttributeTests
{
    [Theory]
    [InlineData("any", "redis-6.0 redis-7.0 redis-8.0 redis-8.6 valkey-8.1 valkey-9.1 garnet")]
    [InlineData("redis >= 7.0, valkey >= 9.0", "redis-7.0 redis-8.0 redis-8.6 valkey-9.1")]
    [InlineData("redis >= 6.2 < 8.0", "redis-7.0")]
    [InlineData("redis < 7.0, garnet", "redis-6.0 garnet")]
    public async Task Range_SelectsTheServersItAdmits(string range, string names)
    {
        await using var tracker = new DisposalTracker();
        var rows = await new ServerTheoryAttribute(range).GetData(null!, tracker);

        Assert.Equal(names, string.Join(' ', rows.Select(row => row.GetData()[0])));
    }

    [Theory]
    [InlineData("dragonfly")]
    [InlineData("redis >= 99.0")]
    public async Task RangeThatAdmitsNoServer_FailsInsteadOfTestingNothing(string range)
    {
        await using var tracker = new DisposalTracker();
        var attribute = new ServerTheoryAttribute(range);

        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => attribute.GetData(null!, tracker).AsTask());

        Assert.Contains(range, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RangeThatCannotBeRead_IsRefused() => Assert.Throws<FormatException>(() => new ServerTheoryAttribute("redis about 7"));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public void UnavailableServer_IsSkippedEverywhereButInCi(string? ci, bool skipped) =>
        Assert.Equal(skipped, ServerTheoryAttribute.SkippedBy(ci).Contains(typeof(ServerUnavailableException)));

    [Theory]
    [InlineData("redis-5.0")]
    [InlineData("Redis-7.0")]
    public async Task NameThatTheMatrixDoesNotHave_IsAMistakeNotASkip(string name) =>
        Assert.Contains("redis-7.0", (await Assert.ThrowsAsync<ArgumentException>(() =>
            RedisServers.LocateAsync(name, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

    [Fact]
    public void Range_OfAProductTakesItsServersOnly() =>
        Assert.Equal(["valkey-8.1", "valkey-9.1"], RedisServers.NamesIn(VersionRange.Parse("valkey")));
}
