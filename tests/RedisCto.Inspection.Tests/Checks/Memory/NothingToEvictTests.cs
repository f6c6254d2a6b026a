using RedisCto.Core;
using RedisCto.Inspection.Checks.Memory;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Memory;

public sealed class NothingToEvictTests
{
    private static readonly ServerSnapshot Sick = Samples.Healthy with
    {
        Memory = Samples.Healthy.Memory with { EvictionPolicy = "volatile-lru" },
        Keyspace = [new DatabaseInfo(0, 10_000, 100), new DatabaseInfo(3, 5_000, 0)],
    };

    private readonly NothingToEvict check = new();

    [Fact]
    public void RoomLeft_IsMedium() => Assert.Equal(Severity.Medium, check.Only(Sick).Severity);

    [Fact]
    public void NearlyFull_IsHigh() =>
        Assert.Equal(Severity.High, check.Only(Sick with { Memory = Sick.Memory with { UsedBytes = 800_000_000 } }).Severity);

    [Fact]
    public void RefusedWrites_AreHighAndCounted()
    {
        var finding = check.Only(Sick with { ErrorStats = new Dictionary<string, long>(StringComparer.Ordinal) { ["OOM"] = 139 } });

        Assert.Equal(Severity.High, finding.Severity);
        Assert.Contains("139", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allkeys-lru", 100)]
    [InlineData("noeviction", 100)]
    [InlineData("volatile-lru", 1_000)]
    public void APolicyThatFindsKeysOrWantsNone_IsSilent(string policy, long expires) => Assert.Empty(check.All(Sick with
    {
        Memory = Sick.Memory with { EvictionPolicy = policy },
        Keyspace = [new DatabaseInfo(0, 10_000, expires)],
    }));

    [Fact]
    public void AHandfulOfKeysWithRoom_IsSilent() => Assert.Empty(check.All(Sick with { Keyspace = [new DatabaseInfo(0, 20, 0)] }));

    [Fact]
    public void NoLimit_IsLeftToItsOwnCheck() => Assert.Empty(check.All(Sick with { Memory = Sick.Memory with { MaxBytes = 0 } }));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_WritesFailUntilThePolicyFindsKeys(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name, new() { Arguments = ["--maxmemory", "100mb", "--maxmemory-policy", "volatile-lru"] }, Live.Cancellation);
        for (var i = 0; i < 120; i++)
            await server.SendAsync("SET", $"k{i}", "v", "EX", "600");
        Assert.False((await Live.InspectAsync(server)).Reports("MEM02"));

        for (var i = 0; i < 120; i++)
            await server.SendAsync("PERSIST", $"k{i}");
        await server.SendAsync("CONFIG", "SET", "maxmemory", "1");
        Assert.StartsWith("OOM", (await server.TrySendAsync("SET", "more", "v")).Text, StringComparison.Ordinal);
        var finding = Assert.Single((await Live.InspectAsync(server)).Findings, finding => finding.Id == "MEM02");
        Assert.Equal(Severity.High, finding.Severity);

        await server.SendAsync("CONFIG", "SET", "maxmemory", "100mb");
        await server.SendAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        Assert.False((await Live.InspectAsync(server)).Reports("MEM02"));
    }
}
