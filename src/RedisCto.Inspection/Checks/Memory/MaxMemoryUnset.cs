using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Memory;

/// <summary>Reports a server without maxmemory: it grows until the operating system kills it.</summary>
internal sealed class MaxMemoryUnset() : InspectionCheck(new(
    Id: "MEM13",
    Title: "maxmemory is not set",
    Severity.High,
    InspectionFocus.Memory,
    Needs: SnapshotSections.Memory,
    Remedy: "CONFIG SET maxmemory to about 75 % of the memory that the machine or container has, choose maxmemory-policy " +
            "(allkeys-lfu for a cache, noeviction for data that must stay), then CONFIG REWRITE. Managed services set it by the size of the node."))
{
    private const double AlmostAll = 0.8;

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var memory = snapshot.Memory;
        if (memory.MaxBytes != 0)
            yield break;

        var share = memory.SystemBytes > 0 ? (double)memory.UsedBytes / memory.SystemBytes : 0;
        var finding = Report(
            $"The server uses {Quantity.Bytes(memory.UsedBytes)} and has no limit: it may grow until the operating system kills it, " +
            (memory.SystemBytes > 0
                ? $"at the latest at the machine's {Quantity.Bytes(memory.SystemBytes)} (a container's limit is lower)."
                : "with all clients cut off."),
            ("maxmemory", memory.MaxBytes), ("used_memory", memory.UsedBytes), ("total_system_memory", memory.SystemBytes));
        yield return share > AlmostAll ? finding with { Severity = Severity.Critical } : finding;
    }

    protected override string? CannotJudge(ServerSnapshot snapshot) =>
        snapshot.Memory.MaxBytes is null ? $"{snapshot.Server.Product} tells no maxmemory" : null;
}
