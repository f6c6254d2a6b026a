using System;
using System.Threading;
using System.Threading.Tasks;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>How the lock is used: work stops when the lock is lost.</summary>
public static class LockUsage
{
    /// <summary>Runs the job here unless another process runs it; true when it ran to its end.</summary>
    [OnlyWithout("fencing")]
    public static async Task<bool> RunAloneAsync(RedisLock locks, Func<CancellationToken, Task> job, CancellationToken cancellationToken)
    {
        await using var lease = await locks.TryAcquireAsync("nightly-report", TimeSpan.FromSeconds(30), cancellationToken);
        if (lease is null)
            return false;

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.LostToken);
        await job(both.Token);
        return true;
    }

    /// <summary>Runs the job with its fence. Its writes carry it: UPDATE report SET body = @body, fence = @fence WHERE id = @id AND fence &lt;= @fence.</summary>
    [OnlyWith("fencing")]
    public static async Task<bool> RunFencedAsync(RedisLock locks, Func<long, CancellationToken, Task> job, CancellationToken cancellationToken)
    {
        await using var lease = await locks.TryAcquireAsync("nightly-report", TimeSpan.FromSeconds(30), cancellationToken);
        if (lease is null)
            return false;

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.LostToken);
        await job(lease.Fence, both.Token);
        return true;
    }
}
