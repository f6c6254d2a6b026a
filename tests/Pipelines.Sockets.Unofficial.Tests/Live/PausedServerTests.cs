using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>A server that freezes for ten seconds: commands time out in time, nothing hangs, and afterwards all is well.</summary>
public sealed class PausedServerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("valkey >= 9.1")]
    public async Task ServerFrozenForTenSeconds_TimesCommandsOut_AndWorksAfterwards(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var redis = await Redis.ConnectAsync(server, options => options.AsyncTimeout = options.SyncTimeout = 2_000);
        var database = redis.GetDatabase();
        await database.StringSetAsync("k", 0);

        await server.PauseAsync(Cancellation);
        var frozen = TimeProvider.System.GetTimestamp();

        // More than the socket and the pipe hold (0.5 MB), so that writers meet a full pipe and must not wait for ever.
        var large = Enumerable.Range(0, 64).Select(i => database.StringSetAsync($"large{i}", new byte[256 * 1024])).ToArray();
        var small = Enumerable.Range(0, 1_000).Select(_ => database.StringIncrementAsync("k")).ToArray();
        var outcomes = await Task.WhenAll([.. large.Select(OutcomeAsync), .. small.Select(OutcomeAsync)]).WaitAsync(Pause, Cancellation);
        Assert.DoesNotContain("answered", outcomes);

        var left = Pause - TimeProvider.System.GetElapsedTime(frozen);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, Cancellation);
        await server.ResumeAsync(Cancellation);

        await Redis.RecoverAsync(database, Cancellation);
        await database.StringSetAsync("after", "well");
        Assert.Equal("well", await database.StringGetAsync("after"));
        var start = (long)await database.StringGetAsync("k");
        Assert.Equal([start + 1, start + 2], await Task.WhenAll(database.StringIncrementAsync("k"), database.StringIncrementAsync("k")));
    }

    private static async Task<string> OutcomeAsync(Task command)
    {
        try
        {
            await command;
            return "answered";
        }
        catch (Exception e) when (e is RedisTimeoutException or RedisConnectionException)
        {
            return e.GetType().Name;
        }
    }
}
