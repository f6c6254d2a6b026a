using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;
using Xunit;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>Tests the limiter against your Redis: the one named by REDIS_TEST_ENDPOINT, or localhost:6379. For xUnit 2 and 3.</summary>
public sealed class RedisRateLimiterLiveTests
{
    private static readonly Lazy<Task<ConnectionMultiplexer>> Redis = new(() =>
        ConnectionMultiplexer.ConnectAsync(Environment.GetEnvironmentVariable("REDIS_TEST_ENDPOINT") ?? "localhost:6379"));

    private readonly string id = $"test-{Guid.NewGuid():N}";

    /// <summary>The burst, and nothing more until the time has come.</summary>
    [Fact]
    public async Task FullBurst_IsGivenAndNothingMoreUntilItIsDue()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var limiter = new RedisRateLimiter(await Redis.Value, limit: 2, TimeSpan.FromSeconds(4)) { Budget = TimeSpan.FromSeconds(5) };

        Assert.True((await limiter.TryAcquireAsync(id, 2, limit.Token)).Allowed);
        var refused = await limiter.TryAcquireAsync(id, 1, limit.Token);
        Assert.True(refused.Answered);
        Assert.False(refused.Allowed);

        await Task.Delay(refused.RetryAfter + TimeSpan.FromMilliseconds(20), limit.Token);
        Assert.True((await limiter.TryAcquireAsync(id, 1, limit.Token)).Allowed);
    }

    /// <summary>A refusal takes nothing.</summary>
    [Fact]
    public async Task Refusal_TakesNothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var limiter = new RedisRateLimiter(await Redis.Value, limit: 3, TimeSpan.FromMinutes(10)) { Budget = TimeSpan.FromSeconds(5) };

        Assert.True((await limiter.TryAcquireAsync(id, 1, limit.Token)).Allowed);
        Assert.False((await limiter.TryAcquireAsync(id, 3, limit.Token)).Allowed);
        Assert.True((await limiter.TryAcquireAsync(id, 2, limit.Token)).Allowed);
    }
}
