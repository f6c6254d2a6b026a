using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;
using Xunit;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>Tests the lock against your Redis: the one named by REDIS_TEST_ENDPOINT, or localhost:6379. For xUnit 2 and 3.</summary>
public sealed class RedisLockLiveTests
{
    private static readonly Lazy<Task<ConnectionMultiplexer>> Redis = new(() =>
        ConnectionMultiplexer.ConnectAsync(Environment.GetEnvironmentVariable("REDIS_TEST_ENDPOINT") ?? "localhost:6379"));

    private readonly string name = $"test-{Guid.NewGuid():N}";

    /// <summary>One at a time, and the next one after the release.</summary>
    [Fact]
    public async Task HeldLock_IsRefusedUntilItsRelease()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var locks = new RedisLock(await Redis.Value);

        await using var lease = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(10), limit.Token);
        Assert.NotNull(lease);
        Assert.Null(await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(10), limit.Token));
        Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());

        await using var next = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(10), limit.Token);
        Assert.NotNull(next);
    }

    /// <summary>Renewal keeps the lock for longer than its time to live.</summary>
    [Fact]
    public async Task HeldLock_IsRenewed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var locks = new RedisLock(await Redis.Value);
        await using var lease = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(1), limit.Token);
        Assert.NotNull(lease);

        await Task.Delay(TimeSpan.FromSeconds(1.5), limit.Token);

        Assert.True(lease.IsHeld);
        Assert.Null(await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(1), limit.Token));
    }

    /// <summary>A later holder has a greater fence.</summary>
    [OnlyWith("fencing")]
    [Fact]
    public async Task NextHolder_HasAGreaterFence()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var locks = new RedisLock(await Redis.Value) { Fencing = true };
        await using var first = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(10), limit.Token);
        Assert.NotNull(first);
        await first.ReleaseAsync();

        await using var next = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(10), limit.Token);
        Assert.NotNull(next);
        Assert.True(next.Fence > first.Fence);
    }
}
