using System.Globalization;
using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>notes/connections: a connection per request shows in total_connections_received and costs more than the request.</summary>
public sealed class ConnectionProof
{
    [ServerTheory("redis >= 6.0, valkey >= 7.2")]
    public async Task ConnectionPerRequest_CostsMoreThanASharedOne(string server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServers.StartAsync(server, cancellation: cancellation);
        await using var shared = await redis.ConnectAsync(cancellation: cancellation);

        var together = await Clock.FastestAsync(50, () => shared.SendAsync(["PING"], cancellation));
        var apart = await Clock.FastestAsync(50, async () =>
        {
            await using var own = await redis.ConnectAsync(cancellation: cancellation);
            await own.SendAsync(["PING"], cancellation);
        });

        Assert.True(apart > together * 1.3, $"a request costs {apart.TotalMicroseconds:0} us apart, {together.TotalMicroseconds:0} us shared");
    }

    [ServerTheory("redis >= 6.0, valkey >= 7.2")]
    public async Task EveryConnection_IsCountedByTheServer(string server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServers.StartAsync(server, cancellation: cancellation);
        var before = await ReceivedAsync(redis);
        for (var i = 0; i < 10; i++)
            await (await redis.ConnectAsync(cancellation: cancellation)).DisposeAsync();
        await using var last = await redis.ConnectAsync(cancellation: cancellation);
        await last.SendAsync(["PING"], cancellation);
        for (var i = 0; i < 10; i++)
            await redis.SendAsync("PING");

        Assert.Equal(before + 11, await ReceivedAsync(redis));
    }

    private static async Task<long> ReceivedAsync(RedisServer redis)
    {
        const string name = "total_connections_received:";
        var line = (await redis.SendAsync("INFO", "stats")).Text.Split("\r\n").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
