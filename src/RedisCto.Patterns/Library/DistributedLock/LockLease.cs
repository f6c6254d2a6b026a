using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>A held lock. Stop working when LostToken fires; dispose to release.</summary>
public sealed class LockLease : IAsyncDisposable
{
    private readonly RedisLock locks;
    private readonly string key, token;
    private readonly TimeSpan ttl;
    private readonly long origin;
    private readonly CancellationTokenSource lost, stop = new();
    private readonly Task renewal;
    private Task<ReleaseResult>? release;
    private long heldUntil;

    internal LockLease(RedisLock locks, string key, string token, TimeSpan ttl, long sentAt)
    {
        (this.locks, this.key, this.token, this.ttl, origin) = (locks, key, token, ttl, sentAt);
        lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, locks.Time);
        HoldFrom(TimeSpan.Zero);
        renewal = RenewAsync();
    }

    /// <summary>Grows from holder to holder: send it with each write, and let the resource refuse a smaller one than it has seen.</summary>
    [OnlyWith("fencing")]
    public long Fence { get; internal init; }

    /// <summary>Fires when the lock is lost, and before it can be: Redis need not answer.</summary>
    public CancellationToken LostToken => lost.Token;

    /// <summary>False as soon as the key may have expired.</summary>
    public bool IsHeld => release is null && !lost.IsCancellationRequested && Left > TimeSpan.Zero;

    private TimeSpan Elapsed => locks.Time.GetElapsedTime(origin);

    private TimeSpan Left => TimeSpan.FromTicks(Volatile.Read(ref heldUntil)) - Elapsed;

    /// <exception cref="OperationCanceledException">It is not held any more.</exception>
    public void ThrowIfLost()
    {
        if (!IsHeld)
            throw new OperationCanceledException(key + " is no longer held.", LostToken);
    }

    /// <summary>Answers within two seconds; tries on until the key has expired.</summary>
    public Task<ReleaseResult> ReleaseAsync()
    {
        lock (stop)
            return release ??= EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ReleaseAsync();

    private async Task<ReleaseResult> EndAsync()
    {
        await stop.CancelAsync();
        await renewal;
        lost.CancelAfter(Timeout.InfiniteTimeSpan);
        var end = locks.ReleaseAsync(key, token, Left);
        return await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(2), locks.Time)) == end ? await end : ReleaseResult.Unknown;
    }

    private async Task RenewAsync()
    {
        var pause = ttl / 3;
        while (Elapsed + pause < locks.MaxHold)
        {
            await Task.Delay(pause, locks.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (sentAt, left) = (Elapsed, Left);
            if (stop.IsCancellationRequested || !IsHeld)
                return;
            try
            {
                var limit = left < ttl / 4 ? left : ttl / 4;
                if ((long)await locks.RunAsync(RedisLock.ExtendScript, [key], [token, (long)ttl.TotalMilliseconds], limit, stop.Token) == 0)
                {
                    await lost.CancelAsync();
                    return;
                }

                HoldFrom(sentAt);
                pause = ttl / 3;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException)
            {
                pause = ttl / Random.Shared.Next(10, 30);
            }
        }
    }

    // One percent: clocks run apart. The alarm is early: timers ring late.
    private void HoldFrom(TimeSpan sentAt)
    {
        Volatile.Write(ref heldUntil, (sentAt + ttl * 0.99 - TimeSpan.FromMilliseconds(2)).Ticks);
        lost.CancelAfter(TimeSpan.FromTicks(Math.Max(0, (Left - ttl / 50 - TimeSpan.FromMilliseconds(5)).Ticks)));
    }
}
