using System.Globalization;
using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>notes/cache-expiry: allkeys-lru bounds a cache whose keys have no TTL; volatile-lru refuses writes instead.</summary>
public sealed class CacheBoundProof
{
    private const int Writes = 6000;
    private const string Range = "redis >= 6.0, valkey >= 7.2";

    [ServerTheory(Range)]
    public async Task AllKeysPolicy_KeepsWritingWithinTheLimit(string server)
    {
        await using var redis = await StartAsync(server, "allkeys-lru");

        Assert.Equal(0, await RefusedWritesAsync(redis));
        Assert.True(await StatAsync(redis, "stats", "evicted_keys") > 0);
        Assert.True((await redis.SendAsync("DBSIZE")).Integer < Writes);
    }

    [ServerTheory(Range)]
    public async Task VolatilePolicy_RefusesWritesWhereNoKeyHasATtl(string server)
    {
        await using var redis = await StartAsync(server, "volatile-lru");

        Assert.True(await RefusedWritesAsync(redis) > 0);
        Assert.Equal(0, await StatAsync(redis, "stats", "evicted_keys"));
    }

    private static async Task<RedisServer> StartAsync(string server, string policy)
    {
        var redis = await RedisServers.StartAsync(server, cancellation: TestContext.Current.CancellationToken);
        await redis.SendAsync("CONFIG", "SET", "maxmemory-policy", policy);
        var used = await StatAsync(redis, "memory", "used_memory");
        await redis.SendAsync("CONFIG", "SET", "maxmemory", (used + 3_000_000).ToString(CultureInfo.InvariantCulture));
        return redis;
    }

    private static async Task<int> RefusedWritesAsync(RedisServer redis)
    {
        var value = new string('x', 1000);
        var refused = 0;
        for (var i = 0; i < Writes; i++)
            refused += (await redis.TrySendAsync("SET", $"cache:{i}", value)).IsError ? 1 : 0;
        return refused;
    }

    private static async Task<long> StatAsync(RedisServer redis, string section, string name)
    {
        var line = (await redis.SendAsync("INFO", section)).Text.Split("\r\n").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
