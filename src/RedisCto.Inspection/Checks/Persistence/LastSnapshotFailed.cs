using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Persistence;

/// <summary>Reports that the last RDB snapshot failed, and whether writes now fail or go on without a safety copy.</summary>
internal sealed class LastSnapshotFailed() : InspectionCheck(new(
    Id: "PER01",
    Title: "the last RDB snapshot failed",
    Severity.Critical,
    InspectionFocus.Persistence,
    Needs: SnapshotSections.Persistence,
    Remedy: "Read the server's log for the cause (disk full, directory missing or read-only, fork without memory: vm.overcommit_memory=1), mend it, " +
            "then BGSAVE and check that rdb_last_bgsave_status is ok. Managed services: check free storage and the backup events."))
{
    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var persistence = snapshot.Persistence;
        if (persistence.LastSnapshotStatus is not "err")
            yield break;

        var stopsWrites = snapshot.Setting("stop-writes-on-bgsave-error");
        var consequence = (stopsWrites, snapshot.Setting("save")) switch
        {
            (_, "") => "No save points are set, so writes go on; the failed snapshot was asked for by hand or by a replica.",
            ("yes", _) => "Writes are refused with MISCONF until one succeeds.",
            ("no", _) => "Writes go on (stop-writes-on-bgsave-error is no), but a restart would lose them.",
            _ => "Whether writes are refused meanwhile could not be seen (stop-writes-on-bgsave-error is not told).",
        };
        yield return Report(
            $"The last background save failed; {persistence.ChangesSinceSnapshot:N0} changes are not in a snapshot. {consequence}" +
            (persistence.AppendOnly ? " The append-only file is on and still holds the writes." : ""),
            ("rdb_last_bgsave_status", "err"),
            ("rdb_changes_since_last_save", persistence.ChangesSinceSnapshot),
            ("last good snapshot, or start", $"{persistence.LastSnapshotAt:u}"),
            ("stop-writes-on-bgsave-error", stopsWrites ?? "unknown"), ("aof_enabled", persistence.AppendOnly ? "1" : "0"));
    }
}
