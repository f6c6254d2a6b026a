using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Managed;

/// <summary>Lists what the server refused to tell, so that a quiet report is not read as a healthy server.</summary>
internal sealed class SectionsRefused() : InspectionCheck(new(
    Id: "MGD01",
    Title: "the server refuses a part of the inspection",
    Severity.Info,
    InspectionFocus.All,
    Needs: SnapshotSections.None,
    Remedy: "Nothing is wrong by itself. To see more, give the inspecting user these read-only commands: " +
            "+info +config|get +acl|list +client|list +client|setname +scan +ttl +memory|usage +select with ~* (Redis 6: +config and so on, without |). " +
            "Managed services that hide CONFIG and ACL show the same settings in their console."))
{
    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        if (snapshot.Refusals.Count == 0)
            yield break;

        var unread = snapshot.Absent.Keys.Order().Select(section => section.ToString());
        yield return Report(
            $"{string.Join("; ", snapshot.Refusals)}. The checks that need it are listed as skipped, not as passed.",
            ("refused", string.Join("; ", snapshot.Refusals)), ("not seen", string.Join(", ", unread)));
    }
}
