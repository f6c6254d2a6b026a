using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>A lock across processes: one key with its holder's token and a time to live.</summary>
public sealed partial class RedisLock(IConnectionMultiplexer redis, TimeProvider? time = null)
{
    private const string KeyPrefix = "lock:";
    [OnlyWithout("fencing")]
    private static readonly string AcquireScript = LuaFile.Read("DistributedLock/acquire.lua");
    [OnlyWith("fencing")]
    private static readonly string AcquireFencedScript = LuaFile.Read("DistributedLock/acquire-fenced.lua");
    internal static readonly string ExtendScript = LuaFile.Read("DistributedLock/extend.lua");
    private static readonly string ReleaseScript = LuaFile.Read("DistributedLock/release.lua");

    /// <summary>A hung holder is renewed no longer than this. Zero never renews.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Numbers the holders, so that a resource can refuse a late one.</summary>
    [OptionSwitch("fencing")]
    public bool Fencing { get; init; }

    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Tries once; null when it is held. Renewed every ttl/3; after a crash others wait for at most ttl.</summary>
    /// <exception cref="RedisException">Redis failed; what it may have granted is given back.</exception>
    /// <exception cref="TimeoutException">No answer within a second or ttl/2; likewise.</exception>
    public async Task<LockLease?> TryAcquireAsync(string name, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        (await TryAsync(KeyOf(name), ttl, cancellationToken)).Lease;

    // Braces in a name would choose another hash tag.
    private static string KeyOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return KeyPrefix + "{" + name.Replace("%", "%25").Replace("{", "%7B").Replace("}", "%7D") + "}";
    }

    private async Task<(LockLease? Lease, long LeftMs)> TryAsync(string key, TimeSpan ttl, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, TimeSpan.FromMilliseconds(100));
        var token = $"{Guid.NewGuid():N}:{Environment.MachineName}";
        var sentAt = Time.GetTimestamp();
        try
        {
            var limit = TimeSpan.FromSeconds(Math.Min(1, ttl.TotalSeconds / 2));
            RedisKey[] keys = Fencing ? [key, key + ":fence"] : [key];
            var reply = (long[])(await RunAsync(Fencing ? AcquireFencedScript : AcquireScript, keys, [token, (long)ttl.TotalMilliseconds], limit, ct))!;
            return reply[0] == 1 ? (new LockLease(this, key, token, ttl, sentAt) { Fence = reply[1] }, 0) : (null, reply[1]);
        }
        catch
        {
            // Redis may have executed what it did not answer.
            _ = ReleaseAsync(key, token, ttl);
            throw;
        }
    }

    // Tries until the key has expired anyway.
    internal async Task<ReleaseResult> ReleaseAsync(string key, string token, TimeSpan left)
    {
        var (started, absent) = (Time.GetTimestamp(), ReleaseResult.Lost);
        do
        {
            try
            {
                var released = await RunAsync(ReleaseScript, [key], [token, key + ":released"], TimeSpan.FromSeconds(1), default);
                return (long)released == 1 ? ReleaseResult.Released : absent;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                absent = ReleaseResult.Unknown; // It may be gone by our own hand.
                await Task.Delay(TimeSpan.FromMilliseconds(100), Time);
            }
        }
        while (Time.GetElapsedTime(started) < left);
        return absent;
    }

    internal Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] values, TimeSpan limit, CancellationToken ct) =>
        redis.GetDatabase().ScriptEvaluateAsync(script, keys, values, CommandFlags.DemandMaster).WaitAsync(limit, Time, ct);
}
