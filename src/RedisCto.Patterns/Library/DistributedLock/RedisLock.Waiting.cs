using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>Waits for the lock: a release wakes one waiter per process; a crashed holder's key is looked at when it expires.</summary>
public sealed partial class RedisLock
{
    private readonly Dictionary<string, (SemaphoreSlim Gate, int Users)> queues = [];

    /// <summary>Waits until the lock is taken; null when someone else holds it for all of that time. Callers of one process queue.</summary>
    /// <exception cref="RedisException">Redis failed until the end of the wait.</exception>
    /// <exception cref="TimeoutException">Redis did not answer until the end of the wait.</exception>
    public async Task<LockLease?> AcquireAsync(string name, TimeSpan ttl, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        var (key, started, entered) = (KeyOf(name), Time.GetTimestamp(), false);
        var gate = Join(key);
        try
        {
            entered = await gate.WaitAsync(wait, cancellationToken);
            return entered ? await ContendAsync(key, ttl, wait, started, cancellationToken) : null;
        }
        finally
        {
            Leave(key, gate, entered);
        }
    }

    private static RedisChannel ChannelOf(string key) => RedisChannel.Literal(key + ":released");

    private async Task<LockLease?> ContendAsync(string key, TimeSpan ttl, TimeSpan wait, long started, CancellationToken cancellationToken)
    {
        var nudge = new SemaphoreSlim(0);
        void OnReleased(RedisChannel channel, RedisValue message) => nudge.Release();
        TimeSpan Left() => wait - Time.GetElapsedTime(started);
        var listening = false;
        try
        {
            while (true)
            {
                int pauseMs;
                try
                {
                    var (lease, holderLeftMs) = await TryAsync(key, ttl, cancellationToken);
                    if (lease is not null || Left() <= TimeSpan.Zero)
                        return lease;
                    if (!listening)
                    {
                        // Listen before the second try, or a release in between goes unnoticed.
                        listening = true;
                        await redis.GetSubscriber().SubscribeAsync(ChannelOf(key), OnReleased).WaitAsync(TimeSpan.FromSeconds(1), Time, cancellationToken);
                        continue;
                    }

                    pauseMs = (holderLeftMs is >= 0 and < 1000 ? (int)holderLeftMs + 1 : 1000) + Random.Shared.Next(5);
                }
                catch (Exception e) when (e is RedisException or TimeoutException && Left() > TimeSpan.Zero)
                {
                    pauseMs = Random.Shared.Next(20, 100);
                }

                await nudge.WaitAsync((int)Math.Clamp(Left().TotalMilliseconds, 0, pauseMs), cancellationToken);
            }
        }
        finally
        {
            if (listening)
                await redis.GetSubscriber().UnsubscribeAsync(ChannelOf(key), OnReleased, CommandFlags.FireAndForget);
        }
    }

    private SemaphoreSlim Join(string key)
    {
        lock (queues)
        {
            var (gate, users) = queues.GetValueOrDefault(key);
            gate ??= new SemaphoreSlim(1);
            queues[key] = (gate, users + 1);
            return gate;
        }
    }

    private void Leave(string key, SemaphoreSlim gate, bool entered)
    {
        if (entered)
            gate.Release();
        lock (queues)
        {
            var users = queues[key].Users - 1;
            if (users > 0)
                queues[key] = (gate, users);
            else
                queues.Remove(key);
        }
    }
}
