using System.Diagnostics;
using RedisCto.Patterns.Library.RateLimiter;
using RedisCto.Testing;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.RateLimiter;

/// <summary>What every limiter of the library must hold on every server of the matrix.</summary>
public abstract class LimiterContract
{
    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(10);

    /// <summary>A limiter of limit per period with as large a burst, patient enough for a busy test machine.</summary>
    internal abstract RedisRateLimiter Create(IConnectionMultiplexer redis, int limit, TimeSpan period, TimeProvider? time = null);

    [ServerTheory]
    public async Task FullBurst_IsGiven_AndNothingMore(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        var limiter = Create(redis, 5, Slow);
        for (var left = 4; left >= 0; left--)
        {
            var given = await limiter.TryAcquireAsync(id, cancellationToken: Token);

            Assert.True(given.Allowed && given.Answered);
            Assert.Equal((5, left, TimeSpan.Zero), (given.Limit, (int)given.Remaining, given.RetryAfter));
        }

        var refused = await limiter.TryAcquireAsync(id, cancellationToken: Token);
        Assert.False(refused.Allowed);
        Assert.True(refused.Answered);
        Assert.InRange(refused.RetryAfter, Slow / 5 - TimeSpan.FromSeconds(20), Slow / 5);
        Assert.InRange(refused.ResetAfter, Slow - TimeSpan.FromSeconds(20), Slow);
    }

    [ServerTheory]
    public async Task Refusal_TakesNothing(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        var limiter = Create(redis, 10, Slow);
        Assert.True((await limiter.TryAcquireAsync(id, 5, Token)).Allowed);

        for (var i = 0; i < 3; i++)
            Assert.False((await limiter.TryAcquireAsync(id, 6, Token)).Allowed);

        Assert.True((await limiter.TryAcquireAsync(id, 5, Token)).Allowed);
        Assert.False((await limiter.TryAcquireAsync(id, 1, Token)).Allowed);
    }

    [ServerTheory]
    public async Task ZeroPermits_OnlyLook(string server)
    {
        var (redis, db, id) = await StartAsync(server);
        var limiter = Create(redis, 3, Slow);

        var fresh = await limiter.TryAcquireAsync(id, 0, Token);
        Assert.Equal((true, 3), (fresh.Allowed, (int)fresh.Remaining));
        Assert.False(await db.KeyExistsAsync(Key(id)));
        await limiter.TryAcquireAsync(id, 2, Token);

        Assert.Equal(1, (await limiter.TryAcquireAsync(id, 0, Token)).Remaining);
        Assert.Equal(1, (await limiter.TryAcquireAsync(id, 0, Token)).Remaining);
    }

    [ServerTheory]
    public async Task SenselessPermits_AreRefused(string server)
    {
        var (redis, db, id) = await StartAsync(server);
        var limiter = Create(redis, 3, Slow);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => limiter.TryAcquireAsync(id, 4, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => limiter.TryAcquireAsync(id, -1, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => limiter.TryAcquireAsync("", 1, Token));
        Assert.False(await db.KeyExistsAsync(Key(id)));
    }

    [ServerTheory]
    public async Task EveryKey_ExpiresWhenTheBurstIsFullAgain(string server)
    {
        var (redis, db, id) = await StartAsync(server);
        var limiter = Create(redis, 10, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 12; i++)
        {
            var decision = await limiter.TryAcquireAsync(id, 1 + (i % 3), Token);
            if (await db.KeyTimeToLiveAsync(Key(id)) is { } left)
                Assert.InRange(left, TimeSpan.Zero, decision.ResetAfter + TimeSpan.FromMilliseconds(1));
            else
                Assert.False(await db.KeyExistsAsync(Key(id)));
        }

        await Eventually.TrueAsync("the key expires", async () => !await db.KeyExistsAsync(Key(id)), Token);
        Assert.Equal(10, (await limiter.TryAcquireAsync(id, 0, Token)).Remaining);
    }

    [ServerTheory]
    public async Task RetryAfter_IsEnough(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        var limiter = Create(redis, 7, TimeSpan.FromMilliseconds(700));
        await limiter.TryAcquireAsync(id, 7, Token);
        var refused = await limiter.TryAcquireAsync(id, 3, Token);
        Assert.False(refused.Allowed);

        await DelayAtLeastAsync(refused.RetryAfter);

        Assert.True((await limiter.TryAcquireAsync(id, 3, Token)).Allowed);
    }

    [ServerTheory]
    public async Task RetryAfter_IsNoLongerThanNeeded(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        var limiter = Create(redis, 1, TimeSpan.FromSeconds(10));
        await limiter.TryAcquireAsync(id, 0, Token); // the script is known now

        var first = Stopwatch.GetTimestamp();
        await limiter.TryAcquireAsync(id, 1, Token);
        var (firstDone, second) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        var refused = await limiter.TryAcquireAsync(id, 1, Token);
        var secondDone = Stopwatch.GetTimestamp();

        // The server looked at its clock somewhere in each call; up to one millisecond is rounding.
        var shortest = TimeSpan.FromSeconds(10) - Stopwatch.GetElapsedTime(first, secondDone);
        var longest = TimeSpan.FromSeconds(10) - Stopwatch.GetElapsedTime(firstDone, second) + TimeSpan.FromMilliseconds(1);
        Assert.InRange(refused.RetryAfter, shortest, longest);
    }

    [ServerTheory]
    public async Task ManyAtOnce_NeverGetMoreThanTheLimit_NorMuchLess(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        await using var second = await Connections.OpenAsync((await Servers.SharedAsync(server)).Endpoint);
        // Four seconds fill the burst: no pause of a busy machine is long enough to let permits go to waste.
        const int burst = 200;
        var each = TimeSpan.FromMilliseconds(20);
        // Clocks of the callers are hours apart; only the server's counts.
        RedisRateLimiter[] limiters =
        [
            Create(redis, burst, each * burst, new SkewedTime { Skew = TimeSpan.FromHours(-1) }),
            Create(second, burst, each * burst, new SkewedTime { Skew = TimeSpan.FromHours(1) }),
        ];
        await limiters[0].TryAcquireAsync(id, 0, Token);
        var started = Stopwatch.GetTimestamp();
        var taken = (await limiters[0].TryAcquireAsync(id, 1, Token)).Allowed ? 1 : 0;
        var begun = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async task =>
        {
            var random = new Random(task);
            while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(500))
            {
                var permits = random.Next(1, 4);
                if ((await limiters[task % 2].TryAcquireAsync(id, permits, Token)).Allowed)
                    Interlocked.Add(ref taken, permits);
            }
        }));
        var asked = Stopwatch.GetTimestamp();
        while ((await limiters[0].TryAcquireAsync(id, 1, Token)).Allowed)
        {
            taken++;
            asked = Stopwatch.GetTimestamp();
        }

        // At the last refusal less than one permit was there: the account closes within the time that the calls took.
        var least = burst + Stopwatch.GetElapsedTime(begun, asked) / each - 1;
        var most = burst + Stopwatch.GetElapsedTime(started) / each;
        Assert.InRange(taken, (int)least, (int)most);
    }

    [ServerTheory]
    public async Task FlushedScripts_AreSentAgain(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        var limiter = Create(redis, 3, Slow);
        for (var left = 2; left >= 0; left--)
        {
            var given = await limiter.TryAcquireAsync("flushed", cancellationToken: Token);
            await own.SendAsync("SCRIPT", "FLUSH");

            Assert.Equal((true, left), (given.Allowed, (int)given.Remaining));
        }

        Assert.False((await limiter.TryAcquireAsync("flushed", cancellationToken: Token)).Allowed);
    }

    // Garnet keeps strings and collections apart: there the list is no obstacle.
    [ServerTheory("redis >= 6.0, valkey >= 8.0")]
    public async Task KeyOfAnotherType_IsAnErrorAndStays(string server)
    {
        var (redis, db, id) = await StartAsync(server);
        await db.ListRightPushAsync(Key(id), "not a limiter");

        await Assert.ThrowsAsync<RedisServerException>(() => Create(redis, 3, Slow).TryAcquireAsync(id, 1, Token));

        Assert.Equal(RedisType.List, await db.KeyTypeAsync(Key(id)));
        await db.KeyDeleteAsync(Key(id));
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static string Key(string id) => "rate:" + id;

    private protected static async Task<(IConnectionMultiplexer Redis, IDatabase Database, string Id)> StartAsync(string server)
    {
        var redis = await Connections.ToAsync(server);
        return (redis, redis.GetDatabase(), RedisServer.NewPrefix() + "é {x} \0");
    }

    private protected static async Task DelayAtLeastAsync(TimeSpan delay)
    {
        var started = Stopwatch.GetTimestamp();
        while (delay - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
            await Task.Delay(left, Token);
    }
}
