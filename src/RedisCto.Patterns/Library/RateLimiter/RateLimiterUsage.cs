using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>How the limiter is used: one instance per limit, one id per caller.</summary>
public sealed class RateLimiterUsage(IConnectionMultiplexer redis)
{
    // 100 a minute for each user, at most 20 of them at once.
    private readonly RedisRateLimiter perUser = new(redis, limit: 100, TimeSpan.FromMinutes(1), burst: 20);

    /// <summary>Null when the user may go on, else the seconds for the Retry-After header of a 429.</summary>
    public async Task<int?> RetryAfterAsync(string user, CancellationToken cancellationToken)
    {
        var decision = await perUser.TryAcquireAsync("api:" + user, cancellationToken: cancellationToken);
        return decision.Allowed ? null : (int)Math.Ceiling(decision.RetryAfter.TotalSeconds);
    }

    /// <summary>Sends no faster than the limit: waits for its turn, for at most ten seconds.</summary>
    [OnlyWith("shaper")]
    public Task<bool> MaySendAsync(string user, CancellationToken cancellationToken) =>
        perUser.WaitAsync("mail:" + user, permits: 1, maxDelay: TimeSpan.FromSeconds(10), cancellationToken);
}
