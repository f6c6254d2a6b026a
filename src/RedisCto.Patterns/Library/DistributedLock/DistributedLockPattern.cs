using System.Collections.Generic;
using RedisCto.Core;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>One process at a time, by a key that its holder renews.</summary>
internal sealed class DistributedLockPattern() : PatternDefinition(
    "distributed-lock",
    "Distributed lock",
    "One process at a time does a piece of work: token, time to live, renewal, a signal when the lock is lost; fencing where a late writer would do harm.",
    "DistributedLock")
{
    private const string Fencing = "fencing";

    public override IReadOnlyList<string> Options { get; } = [Fencing];

    public override IReadOnlyList<PatternPart> Parts { get; } =
    [
        new("lock", "RedisLock.cs", ["RedisLock.cs", "LockLease.cs", "ReleaseResult.cs"], ByDefault: true),
        new("usage", "LockUsage.cs", ["LockUsage.cs"]),
        new("waiting", "RedisLock.Waiting.cs", ["RedisLock.Waiting.cs"]),
        new("registration", "LockRegistration.cs", ["LockRegistration.cs"]),
        new("test", "RedisLockLiveTests.cs", ["RedisLockLiveTests.cs"]),
        new("fenced-resource", "FencedResource.cs", ["FencedResource.cs"], Option: Fencing),
    ];

    public override VersionRange ProvedOn { get; } = VersionRange.Parse("redis >= 6.0, valkey >= 8.0, garnet >= 1.0");

    public override PatternPromise Promise(IReadOnlySet<string> options) => new(
        Guarantee: options.Contains(Fencing)
            ? "One holder at a time as long as the primary keeps its data, and a fence that grows from holder to holder, also after the data was lost: a resource that refuses a smaller fence than it has seen is safe from every late writer."
            : "One holder at a time as long as the primary keeps its data and no process sleeps past its deadline. LostToken fires before the key can expire, also when Redis cannot be reached.",
        NotGuaranteed: options.Contains(Fencing)
            ? "Two processes may believe they hold the lock for a while (a failover that loses the key, a paused process): only the check of the fence at the resource decides. Work that checks no fence is not protected."
            : "This is an efficiency lock. After a failover that loses the key, an eviction, or while a paused process has not yet looked at its lease, two may hold it. Where that would do harm, ask for the option 'fencing' and let the resource check the fence.",
        WhenRedisIsDown: "TryAcquireAsync throws a RedisException or TimeoutException within 1 s (or ttl/2, if that is less). A holder retries its renewal until its deadline (the last renewal sent + 99 % of ttl), then LostToken fires. ReleaseAsync answers Unknown within 2 s.",
        AfterACrash: "Before the acquire: nothing. After it: the key, which expires after ttl by itself. In the release: the key, or nothing. "
            + (options.Contains(Fencing) ? "The fence counter stays without expiry, on purpose: one small key per lock name." : "No key without time to live is ever written."),
        ServerSettings: "maxmemory-policy noeviction (or volatile-ttl with room to spare): an evicted key is a lost lock. Lua scripts allowed; the user needs EVAL, EVALSHA, SCRIPT LOAD, GET, SET, DEL, PTTL, PEXPIRE, PUBLISH"
            + (options.Contains(Fencing) ? ", TIME" : "") + " on the lock's keys and channels (and SUBSCRIBE to wait).");

    public override IEnumerable<string> Assumptions(PatternRequest request, IReadOnlySet<string> options)
    {
        yield return "One Redis primary, or one cluster: the keys of a lock share a hash tag.";
        yield return "The lock is not reentrant, and a holder that hangs loses it after MaxHold (one hour) and a ttl.";
    }
}
