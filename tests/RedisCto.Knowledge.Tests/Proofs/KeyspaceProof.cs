using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>notes/keyspace-scan: KEYS blocks for the whole keyspace, one step of SCAN does not, and a sweep misses no key that stays.</summary>
public sealed class KeyspaceProof
{
    private const int Keys = 100_000;

    [ServerTheory("redis >= 6.0, valkey >= 7.2")]
    public async Task Keys_BlocksManyTimesLongerThanOneStepOfScan(string server)
    {
        await using var redis = await StartFilledAsync(server);

        var keys = await Clock.FastestAsync(5, () => redis.SendAsync("KEYS", "none:*"));
        var step = await Clock.FastestAsync(5, () => redis.SendAsync("SCAN", "0", "MATCH", "none:*", "COUNT", "100"));

        Assert.True(keys > step * 5, $"KEYS took {keys.TotalMilliseconds:0.00} ms, a step of SCAN {step.TotalMilliseconds:0.00} ms");
    }

    [ServerTheory("any")]
    public async Task Sweep_FindsEveryKeyThatStays(string server)
    {
        await using var redis = await StartFilledAsync(server);

        Assert.Equal(Keys, (await SweepAsync(redis)).Count);
    }

    private static async Task<RedisServer> StartFilledAsync(string server)
    {
        var redis = await RedisServers.StartAsync(server, cancellation: TestContext.Current.CancellationToken);
        foreach (var chunk in Enumerable.Range(0, Keys).Chunk(5000))
            await redis.SendAsync(["MSET", .. chunk.SelectMany(number => new[] { $"app:user:{number}", "x" })]);
        return redis;
    }

    private static async Task<HashSet<string>> SweepAsync(RedisServer redis)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var cursor = "0";
        do
        {
            var reply = await redis.SendAsync("SCAN", cursor, "COUNT", "1000");
            found.UnionWith(reply.Items[1].Items.Select(key => key.Text));
            cursor = reply.Items[0].Text;
        }
        while (cursor != "0");
        return found;
    }
}
