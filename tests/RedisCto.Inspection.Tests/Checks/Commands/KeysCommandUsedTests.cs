using RedisCto.Core;
using RedisCto.Inspection.Checks.Commands;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Commands;

public sealed class KeysCommandUsedTests
{
    private readonly KeysCommandUsed check = new();

    [Fact]
    public void Scan_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void AKeysThatWasOnlyRejected_IsSilent() => Assert.Empty(check.All(WithKeys(0, 0)));

    [Theory]
    [InlineData(3, 300, Severity.Medium)]
    [InlineData(3, 90_000, Severity.High)]
    public void Keys_IsAsBadAsItIsSlow(long calls, long microseconds, Severity severity) =>
        Assert.Equal(severity, check.Only(WithKeys(calls, microseconds)).Severity);

    [Fact]
    public void NoCommandStats_IsSkipped() => Assert.NotNull(check.ReasonToSkip(Samples.Healthy.Without(SnapshotSections.CommandStats)));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_KeysIsSeenUntilTheCountersAreReset(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("SCAN", "0");
        Assert.False((await Live.InspectAsync(server)).Reports("CMD01"));

        await server.SendAsync("KEYS", "*");
        Assert.True((await Live.InspectAsync(server)).Reports("CMD01"));

        await server.SendAsync("CONFIG", "RESETSTAT");
        Assert.False((await Live.InspectAsync(server)).Reports("CMD01"));
    }

    [ServerTheory("garnet")]
    public async Task AServerThatDoesNotCount_IsSkippedNotPassed(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);

        Assert.True((await Live.InspectAsync(server)).Skips("CMD01"));
    }

    private static ServerSnapshot WithKeys(long calls, long microseconds) => Samples.Healthy with
    {
        CommandStats = new Dictionary<string, CommandStat>(StringComparer.Ordinal) { ["keys"] = new(calls, microseconds) },
    };
}
