using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>A value in Redis that refuses the write of a holder who has been overtaken.</summary>
public sealed class FencedResource(IConnectionMultiplexer redis)
{
    private const string KeyPrefix = "fenced:";
    private static readonly string WriteScript = LuaFile.Read("DistributedLock/write-fenced.lua");

    /// <summary>Writes; false when a holder with a greater fence has written before. The value has no time to live: it is the resource.</summary>
    public async Task<bool> TryWriteAsync(string name, long fence, RedisValue value, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RedisKey[] keys = [KeyPrefix + name];
        return (long)await redis.GetDatabase().ScriptEvaluateAsync(WriteScript, keys, [fence, value], CommandFlags.DemandMaster)
            .WaitAsync(TimeSpan.FromSeconds(1), cancellationToken) == 1;
    }
}
