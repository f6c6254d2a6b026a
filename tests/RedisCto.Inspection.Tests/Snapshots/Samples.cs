using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Tests.Snapshots;

/// <summary>Snapshots to start a test from.</summary>
internal static class Samples
{
    /// <summary>A supported Redis with a password, a limit, a policy and working snapshots: no check has anything to say.</summary>
    public static ServerSnapshot Healthy { get; } = new()
    {
        Label = "cache.example:6379",
        TakenAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Authenticated = true,
        OverNetwork = true,
        Server = new ServerInfo(Product.Redis, "8.2.10", new ServerVersion(8, 2, 10)) { UptimeSeconds = 86_400 },
        Memory = new MemoryInfo { UsedBytes = 100_000_000, MaxBytes = 1_000_000_000, EvictionPolicy = "allkeys-lfu", SystemBytes = 4_000_000_000 },
        Stats = new StatsInfo { ConnectionsReceived = 200, CommandsProcessed = 5_000_000 },
        CommandStats = new Dictionary<string, CommandStat>(StringComparer.Ordinal) { ["get"] = new(1_000_000, 900_000), ["scan"] = new(10, 4_000) },
        Keyspace = [new DatabaseInfo(0, 10_000, 9_000)],
        Config = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bind"] = "* -::*",
            ["protected-mode"] = "yes",
            ["save"] = "3600 1",
            ["stop-writes-on-bgsave-error"] = "yes",
        },
        Acl = [new AclUser("default", Enabled: true, NeedsNoPassword: false, MayRunEverything: true)],
        Keys = new KeySample { Keys = 500, Prefixes = [new PrefixSample("session:", 400, 0, 200), new PrefixSample("cache:", 100, 0, 300)] },
    };

    public static ServerSnapshot Without(this ServerSnapshot snapshot, SnapshotSections section, string reason = "refused") =>
        snapshot with { Absent = new Dictionary<SnapshotSections, string>(snapshot.Absent) { [section] = reason } };

    public static ServerSnapshot WithSetting(this ServerSnapshot snapshot, string parameter, string value) =>
        snapshot with { Config = new Dictionary<string, string>(snapshot.Config, StringComparer.Ordinal) { [parameter] = value } };

    /// <summary>The one finding of a check, which must have something to judge.</summary>
    public static Finding Only(this InspectionCheck check, ServerSnapshot snapshot) => Assert.Single(check.All(snapshot));

    public static IReadOnlyList<Finding> All(this InspectionCheck check, ServerSnapshot snapshot)
    {
        Assert.Null(check.ReasonToSkip(snapshot));
        return check.Run(snapshot);
    }
}
