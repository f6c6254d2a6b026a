using RedisCto.Patterns.Library.DistributedLock;
using RedisCto.Patterns.Library.RateLimiter;
using RedisCto.Testing;

namespace RedisCto.Patterns.Tests.Library;

/// <summary>The patterns on a cluster of three: every script names its keys, and they share a slot.</summary>
public sealed class ClusterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServerTheory("redis >= 7.0 < 8.0, valkey >= 9.0")]
    public async Task ThreeNodes_NoKeyIsInAnotherSlot(string server)
    {
        await using var cluster = await RedisServers.StartClusterAsync(server, cancellation: Token);
        await using var redis = await Connections.OpenAsync(cluster.ConnectionString);
        var locks = new RedisLock(redis) { Fencing = true };
        var limiter = new RedisRateLimiter(redis, 1, TimeSpan.FromMinutes(10)) { Budget = TimeSpan.FromSeconds(10), AllowUnanswered = false };
        for (var i = 0; i < 12; i++)
        {
            var name = $"{{name}} {i}";
            var lease = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(20), Token);
            Assert.True(lease!.IsHeld);
            var waiting = locks.AcquireAsync(name, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), Token);
            Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());
            await using var next = await waiting;
            Assert.True(next!.Fence > lease.Fence);

            Assert.True((await limiter.TryAcquireAsync(name, 1, Token)).Allowed);
            Assert.False((await limiter.TryAcquireAsync(name, 1, Token)).Allowed);
        }
    }
}
