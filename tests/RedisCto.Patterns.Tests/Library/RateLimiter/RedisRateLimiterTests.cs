using System.Diagnostics;
using System.Globalization;
using RedisCto.Patterns.Library;
using RedisCto.Patterns.Library.RateLimiter;
using RedisCto.Testing;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.RateLimiter;

/// <summary>GCRA: exact to the microsecond, with a stated answer while Redis is silent.</summary>
public sealed class RedisRateLimiterTests : LimiterContract
{
    internal override RedisRateLimiter Create(IConnectionMultiplexer redis, int limit, TimeSpan period, TimeProvider? time = null) =>
        new(redis, limit, period, time: time) { Budget = TimeSpan.FromSeconds(10), AllowUnanswered = false };

    [ServerTheory]
    public async Task RandomRequests_AreDecidedAsTheOracleDecides(string server)
    {
        var (_, db, id) = await StartAsync(server);
        // The server's clock is the one thing that is replaced, so that every decision can be foretold.
        var script = LuaFile.Read("RateLimiter/gcra.lua").Replace("redis.call('TIME')", "{ARGV[5], ARGV[6]}", StringComparison.Ordinal);
        var random = new Random(20261121);
        for (var round = 0; round < 5; round++)
        {
            var (key, each, burst) = (id + round, 2_000_000 + random.Next(4_000_000) * 0.25m, random.Next(1, 20));
            var oracle = new GcraOracle(each, burst);
            var now = 1_795_000_000_000_000m;
            for (var i = 0; i < 60; i++)
            {
                now += random.Next(3) switch { 0 => 0, 1 => random.Next(1_000_000), _ => random.Next(12_000_000) };
                var (permits, patienceMs) = (random.Next(burst + 1), random.Next(3) == 0 ? random.Next(5000) : 0);
                RedisValue[] values = [each.ToString("0.00", CultureInfo.InvariantCulture), burst, permits, patienceMs, (long)(now / 1_000_000), (long)(now % 1_000_000)];

                var reply = (long[])(await db.ScriptEvaluateAsync(script, [Key(key)], values))!;

                Assert.Equal(oracle.Decide(now, permits, patienceMs), reply);
            }
        }
    }

    [ServerTheory("redis >= 8.0 < 8.6, valkey >= 9.0")]
    public async Task SilentRedis_IsAnsweredForWithinTheBudget(string server)
    {
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var open = new RedisRateLimiter(redis, 10, TimeSpan.FromMinutes(1));
        var closed = new RedisRateLimiter(redis, 10, TimeSpan.FromMinutes(1)) { AllowUnanswered = false };
        var id = RedisServer.NewPrefix();
        await open.TryAcquireAsync(id, 0, Token);
        using var unanswered = new Counted("redis.rate_limiter.unanswered");
        proxy.Mode = FaultMode.BlackHole;
        var started = Stopwatch.GetTimestamp();

        var yes = await open.TryAcquireAsync(id, 1, Token);
        var no = await closed.TryAcquireAsync(id, 1, Token);

        // Two budgets of 50 ms; the rest is for a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(600));
        Assert.Equal((true, false), (yes.Allowed, yes.Answered));
        Assert.Equal((false, false), (no.Allowed, no.Answered));
        Assert.True(no.RetryAfter > TimeSpan.Zero);
        Assert.True(unanswered.Total >= 2);
        proxy.Mode = FaultMode.Pass;
        await Eventually.TrueAsync("Redis decides again", async () => (await closed.TryAcquireAsync(id, 0, Token)).Answered, Token);
    }

    [ServerTheory("redis >= 8.0 < 8.6, valkey >= 9.0")]
    public async Task ReplyDropped_CostsPermitsButNeverGivesMore(string server)
    {
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var limiter = Create(redis, 5, TimeSpan.FromMinutes(10));
        var id = RedisServer.NewPrefix();
        await limiter.TryAcquireAsync(id, 0, Token);

        proxy.Mode = FaultMode.DropReplyAfterExecute("EVALSHA");
        Assert.False((await limiter.TryAcquireAsync(id, 2, Token)).Answered);
        proxy.Mode = FaultMode.Pass;

        await Eventually.TrueAsync(
            "Redis decides again", async () => await limiter.TryAcquireAsync(id, 0, Token) is { Answered: true, Remaining: 3 }, Token);
    }

    [ServerTheory("redis >= 8.0 < 8.6, valkey >= 9.0")]
    public async Task RestartWithoutPersistence_GivesOneBurstMore(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        var limiter = Create(redis, 5, TimeSpan.FromMinutes(10));
        Assert.True((await limiter.TryAcquireAsync("restart", 5, Token)).Allowed);

        await own.KillAsync(Token);
        await own.RestartAsync(Token);

        await Eventually.TrueAsync("Redis decides again", async () => (await limiter.TryAcquireAsync("restart", 5, Token)).Allowed, Token);
        Assert.False((await limiter.TryAcquireAsync("restart", 1, Token)).Allowed);
    }

    [ServerTheory("redis >= 7.0, valkey >= 8.0")]
    public async Task UserWithOnlyTheDeclaredCommands_CanLimit(string server)
    {
        await using var own = await RedisServers.StartAsync(
            server,
            new ServerOptions
            {
                Users = ["app on >pw ~rate:* -@all +hello +auth +ping +echo +info +client +config|get +cluster +eval +evalsha +script|load +time +get +set"],
            },
            Token);
        await using var redis = await Connections.OpenAsync(own.Endpoint, "app", "pw");
        var limiter = Create(redis, 2, TimeSpan.FromMinutes(10));

        Assert.True((await limiter.TryAcquireAsync("acl", 2, Token)).Allowed);
        Assert.Equal((false, true), await limiter.TryAcquireAsync("acl", 1, Token) is var refused ? (refused.Allowed, refused.Answered) : default);
    }

    [ServerTheory("redis >= 7.0, valkey >= 8.0")]
    public async Task UserWithoutARight_IsAnErrorAndNotAnOpenGate(string server)
    {
        await using var own = await RedisServers.StartAsync(
            server, new ServerOptions { Users = ["app on >pw ~other:* +@all"] }, Token);
        await using var redis = await Connections.OpenAsync(own.Endpoint, "app", "pw");

        await Assert.ThrowsAsync<RedisServerException>(
            () => new RedisRateLimiter(redis, 2, TimeSpan.FromMinutes(1)) { Budget = TimeSpan.FromSeconds(10) }.TryAcquireAsync("acl", 1, Token));
    }

    [ServerTheory]
    public async Task Shaper_SpacesCallsAndRefusesALongQueue(string server)
    {
        var (redis, _, id) = await StartAsync(server);
        var each = TimeSpan.FromMilliseconds(100);
        var limiter = new RedisRateLimiter(redis, 1, each, burst: 1) { Budget = TimeSpan.FromSeconds(10), AllowUnanswered = false };
        await limiter.TryAcquireAsync(id, 0, Token);
        var started = Stopwatch.GetTimestamp();

        var turns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => limiter.WaitAsync(id, 1, each * 2.5, Token)));

        Assert.Equal(3, turns.Count(turn => turn)); // at once, after 100 ms, after 200 ms; the fourth would wait 300 ms
        Assert.InRange(Stopwatch.GetElapsedTime(started), each * 2 - TimeSpan.FromMilliseconds(5), each * 20);
    }

    [Theory]
    [InlineData(0, 1000, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1000, 0)]
    [InlineData(100_001, 1000, 1)]
    [InlineData(1, 1000L * 86_400 * 367, 1)]
    [InlineData(1, 1000L * 86_400 * 366, 2)]
    public async Task LimitThatCannotBeKept_IsRefused(int limit, long periodMs, int burst)
    {
        var redis = await Connections.ToAsync("redis-8.0");

        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRateLimiter(redis, limit, TimeSpan.FromMilliseconds(periodMs), burst));
    }
}
