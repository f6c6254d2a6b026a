using System.Security.Cryptography;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>A network that cuts, swallows or delays: an answer is right or there is none, and afterwards all is well.</summary>
public sealed class BrokenNetworkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("redis >= 8.6")]
    public async Task ReplyCutInTheMiddle_FailsTheCommand(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var proxy = FaultProxy.Start(server);
        var value = RandomNumberGenerator.GetBytes(1_000_000);
        await using (var direct = await Redis.ConnectAsync(server))
            await direct.GetDatabase().StringSetAsync("big", value);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis.Options(proxy.Endpoint));
        var database = redis.GetDatabase();

        proxy.Mode = FaultMode.CutAfterBytes(300_000);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => database.StringGetAsync("big"));
        Assert.True(failure is RedisConnectionException or IOException, $"{failure}");
        proxy.Mode = FaultMode.Pass;

        await Redis.RecoverAsync(database, Cancellation);
        var reply = (byte[])(await database.StringGetAsync("big"))!;
        Assert.True(value.AsSpan().SequenceEqual(reply));
    }

    [ServerTheory("redis >= 8.6")]
    public async Task SwallowedTraffic_TimesOut_AndLaterAnswersAreNotMixedUp(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var proxy = FaultProxy.Start(server);
        var options = Redis.Options(proxy.Endpoint);
        options.AsyncTimeout = 500;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var database = redis.GetDatabase();

        proxy.Mode = FaultMode.BlackHole;
        await Assert.ThrowsAsync<RedisTimeoutException>(() => database.ExecuteAsync("ECHO", "lost"));
        proxy.Mode = FaultMode.Pass;

        await Redis.RecoverAsync(database, Cancellation);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => database.ExecuteAsync("ECHO", i)));
        Assert.Equal(Enumerable.Range(0, 100), answers.Select(answer => (int)answer));
    }
}
