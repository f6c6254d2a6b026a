using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>notes/large-values: reading costs more the larger the value, without a cliff at 100 KB; a stream entry takes its bytes of memory too.</summary>
public sealed class LargeValueProof
{
    [ServerTheory("any")]
    public async Task CostOfReading_GrowsWithTheSize_AndHasNoCliffAt100Kilobytes(string server)
    {
        await using var redis = await RedisServers.StartAsync(server, cancellation: TestContext.Current.CancellationToken);
        var below = await CostAsync(redis, 90_000);
        var above = await CostAsync(redis, 130_000);
        var large = await CostAsync(redis, 8_000_000);

        Assert.True(large > above * 5, $"8 MB {large.TotalMilliseconds:0.000} ms, 130 KB {above.TotalMilliseconds:0.000} ms");
        Assert.True(above < below * 8, $"130 KB {above.TotalMilliseconds:0.000} ms, 90 KB {below.TotalMilliseconds:0.000} ms");
    }

    [ServerTheory("redis >= 6.0, valkey >= 7.2")]
    public async Task EntryOfAStream_LiesInMemoryLikeAnyValue(string server)
    {
        const int size = 1_000_000;
        await using var redis = await RedisServers.StartAsync(server, cancellation: TestContext.Current.CancellationToken);

        await redis.SendAsync("XADD", "s", "*", "f", new string('x', size));

        Assert.InRange((await redis.SendAsync("MEMORY", "USAGE", "s")).Integer, size, 2 * size);
    }

    private static async Task<TimeSpan> CostAsync(RedisServer redis, int size)
    {
        await redis.SendAsync("SET", "k", new string('x', size));
        return await Clock.FastestAsync(15, async () => Assert.Equal(size, (await redis.SendAsync("GET", "k")).Text.Length));
    }
}
