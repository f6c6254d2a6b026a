using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Memory;

/// <summary>Reports a volatile-* policy over keys that never expire: eviction finds nothing, so a full server refuses writes.</summary>
internal sealed class NothingToEvict() : InspectionCheck(new(
    Id: "MEM02",
    Title: "the eviction policy has nothing to evict",
    Severity.High,
    InspectionFocus.Memory,
    Needs: SnapshotSections.Memory | SnapshotSections.Keyspace,
    Remedy: "Give the keys an expiry (SET key value EX seconds), or let every key be evicted: CONFIG SET maxmemory-policy allkeys-lfu. " +
            "Managed services: the parameter group or the console's eviction policy."))
{
    private const double TooFewExpire = 0.05;
    private const double NearlyFull = 0.75;
    private const int TooFewKeysToTell = 100;

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var memory = snapshot.Memory;
        var keys = snapshot.Keyspace.Sum(database => database.Keys);
        var expires = snapshot.Keyspace.Sum(database => database.Expires);
        if (memory.MaxBytes is not > 0 || !memory.EvictionPolicy.StartsWith("volatile-", StringComparison.Ordinal) ||
            keys == 0 || (double)expires / keys >= TooFewExpire)
            yield break;

        var refusedWrites = snapshot.ErrorStats.GetValueOrDefault("OOM");
        var used = (double)memory.UsedBytes / memory.MaxBytes.Value;
        var full = used >= NearlyFull || refusedWrites > 0;
        if (!full && keys < TooFewKeysToTell)
            yield break;

        var finding = Report(
            $"{memory.EvictionPolicy} may evict only keys with an expiry, and {expires:N0} of {keys:N0} keys have one. " +
            (refusedWrites > 0
                ? $"The server has refused {refusedWrites:N0} commands with OOM."
                : $"At maxmemory (now {used:P0} used) every write fails with OOM."),
            ("maxmemory_policy", memory.EvictionPolicy), ("keys", keys), ("expires", expires),
            ("used_memory", memory.UsedBytes), ("maxmemory", memory.MaxBytes), ("errorstat_OOM", refusedWrites));
        yield return full ? finding : finding with { Severity = Severity.Medium };
    }

    protected override string? CannotJudge(ServerSnapshot snapshot) =>
        snapshot.Memory.MaxBytes is null || snapshot.Memory.EvictionPolicy.Length == 0
            ? $"{snapshot.Server.Product} tells no maxmemory or maxmemory_policy"
            : null;
}
