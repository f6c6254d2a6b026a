using RedisCto.Core;
using RedisCto.Inspection.Releases;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Versions;

/// <summary>Reports a release line that its maker no longer mends, or soon will not.</summary>
internal sealed class ReleaseLineUnsupported() : InspectionCheck(new(
    Id: "VER01",
    Title: "the release line is not supported",
    Severity.High,
    InspectionFocus.Version,
    Needs: SnapshotSections.Server,
    Remedy: "Move to a line with long support (Redis 8.2 until 2030-09, Valkey 8.1 until 2030-03; Valkey starts on data files of Redis up to 7.2): " +
            "attach a replica of the new version, let it sync, then fail over. Managed services: raise the engine version."))
{
    private const int NoticeDays = 180;

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var (server, today) = (snapshot.Server, DateOnly.FromDateTime(snapshot.TakenAt.UtcDateTime));
        var line = ReleaseTable.Current.Find(server.Product, server.Version!.Value)!;
        var name = $"{server.Product} {server.Version.Value.Major}.{server.Version.Value.Minor}";
        if (line.SecurityFixesEnd < today)
        {
            // Distributions mend old versions without changing the number, so this is less than sure.
            yield return Describe(
                Severity.High, Confidence.Medium, snapshot, line,
                $"Security fixes for {name} ended on {line.SecurityFixesEnd:yyyy-MM-dd}. A distribution may still mend its own package.");
        }
        else if (line.LeftOutSince <= today)
        {
            var ends = line.SecurityFixesEnd is { } lastDay ? $"; its support ends on {lastDay:yyyy-MM-dd}" : "";
            yield return Describe(
                Severity.Medium, Confidence.Medium, snapshot, line,
                $"{name} has had no fixes since {line.LeftOutSince:yyyy-MM-dd}, though other lines got some{ends}.");
        }
        else if (line.SecurityFixesEnd is { } end && end.DayNumber - today.DayNumber < NoticeDays)
        {
            yield return Describe(
                Severity.Medium, Confidence.High, snapshot, line,
                $"Security fixes for {name} end on {end:yyyy-MM-dd}, in {end.DayNumber - today.DayNumber} days.");
        }
    }

    protected override string? CannotJudge(ServerSnapshot snapshot)
    {
        if (snapshot.Server.Version is not { } version)
            return "the server tells no version";
        return ReleaseTable.Current.Find(snapshot.Server.Product, version) is null
            ? $"the support table of {ReleaseTable.Current.AsOf:yyyy-MM-dd} does not know {snapshot.Server.Product} {version.Major}.{version.Minor}"
            : null;
    }

    private Finding Describe(Severity severity, Confidence confidence, ServerSnapshot snapshot, ReleaseLine line, string message) => Report(
        $"{message} (Support table of {ReleaseTable.Current.AsOf:yyyy-MM-dd}: {line.Source}.)",
        ("version", UntrustedText.Show(snapshot.Server.VersionText, 24)),
        ("security fixes end", line.SecurityFixesEnd is { } end ? $"{end:yyyy-MM-dd}" : "not verified"),
        ("newest patch known", line.LatestPatch)) with
    {
        Severity = severity,
        Confidence = confidence,
    };
}
