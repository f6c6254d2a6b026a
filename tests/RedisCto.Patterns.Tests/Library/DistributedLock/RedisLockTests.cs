using RedisCto.Patterns.Library.DistributedLock;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>The lock in its plain form.</summary>
public sealed class RedisLockTests : LockContract
{
    internal override RedisLock Create(IConnectionMultiplexer redis, TimeSpan? maxHold = null, TimeProvider? time = null) =>
        new(redis, time) { MaxHold = maxHold ?? TimeSpan.FromMinutes(1) };
}
