using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Commands;

/// <summary>Reports that clients run KEYS: it blocks every other client while it walks the whole keyspace.</summary>
internal sealed class KeysCommandUsed() : InspectionCheck(new(
    Id: "CMD01",
    Title: "clients run KEYS",
    Severity.High,
    InspectionFocus.Commands,
    Needs: SnapshotSections.CommandStats,
    Remedy: "Replace KEYS by SCAN (StackExchange.Redis: IServer.KeysAsync with a pageSize) or by a set that holds the members, then forbid it: " +
            "ACL SETUSER <user> -keys. Find the caller with SLOWLOG GET or CLIENT LIST (cmd=keys)."))
{
    private const double SlowMicroseconds = 1000;

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        if (!snapshot.CommandStats.TryGetValue("keys", out var keys) || keys.Calls == 0)
            yield break;

        var finding = Report(
            $"KEYS ran {keys.Calls:N0} {(keys.Calls == 1 ? "time" : "times")} since the counters began, {keys.MicrosecondsPerCall / 1000:N2} ms each on average. " +
            "While it runs nobody else is served, and it grows with the number of keys.",
            ("calls", keys.Calls), ("usec_per_call", Math.Round(keys.MicrosecondsPerCall, 2)), ("keys", snapshot.Keyspace.Sum(database => database.Keys)));
        yield return keys.MicrosecondsPerCall > SlowMicroseconds ? finding : finding with { Severity = Severity.Medium };
    }
}
