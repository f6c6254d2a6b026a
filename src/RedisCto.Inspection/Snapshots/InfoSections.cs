using System.Globalization;
using RedisCto.Core;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Turns INFO into typed sections, and tells which product stands behind it.</summary>
internal static class InfoSections
{
    /// <summary>Valkey always claims redis_version 7.2.4 and Garnet 7.4.3, so their own fields come first.</summary>
    public static ServerInfo ReadServer(InfoText info)
    {
        var (product, field) = info switch
        {
            _ when info.Has("valkey_version") => (Product.Valkey, "valkey_version"),
            _ when info.Has("garnet_version") => (Product.Garnet, "garnet_version"),
            _ when info.Has("dragonfly_version") => (Product.Dragonfly, "dragonfly_version"),
            _ when info.Text("executable").Contains("keydb", StringComparison.OrdinalIgnoreCase) => (Product.KeyDb, "redis_version"),
            _ when info.Has("redis_version") && IsPlainRedis(info) => (Product.Redis, "redis_version"),
            _ => (Product.Unknown, "redis_version"),
        };

        // Dragonfly writes "df-v1.30.0".
        var text = info.Text(field).Replace("df-", "", StringComparison.Ordinal);
        var mode = info.Has("server_mode") ? info.Text("server_mode") : info.Text("redis_mode");
        return new ServerInfo(product, text, ServerVersion.TryParse(text, out var version) ? version : null)
        {
            Role = mode is "sentinel" ? "sentinel" : info.Text("role") switch
            {
                "master" or "primary" => "primary",
                "slave" or "replica" => "replica",
                _ => "unknown",
            },
            UptimeSeconds = info.Number("uptime_in_seconds"),
            ClusterEnabled = info.Text("cluster_enabled") is "1" || mode is "cluster",
        };
    }

    public static MemoryInfo ReadMemory(InfoText info) => new()
    {
        UsedBytes = info.Number("used_memory"),
        MaxBytes = info.NumberOrNull("maxmemory"),
        EvictionPolicy = info.Text("maxmemory_policy"),
        SystemBytes = info.Number("total_system_memory"),
    };

    public static PersistenceInfo ReadPersistence(InfoText info) => new()
    {
        LastSnapshotStatus = info.Text("rdb_last_bgsave_status"),
        ChangesSinceSnapshot = info.Number("rdb_changes_since_last_save"),
        LastSnapshotAt = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(info.Number("rdb_last_save_time"), 0, 253402300799)),
        AppendOnly = info.Text("aof_enabled") is "1",
    };

    /// <param name="info">The INFO text, taken before any other of our commands but the entry.</param>
    /// <param name="ownCommands">What we sent up to and with INFO; they are not the clients' doing.</param>
    public static StatsInfo ReadStats(InfoText info, int ownCommands) => new()
    {
        ConnectionsReceived = Math.Max(0, info.Number("total_connections_received") - 1),
        CommandsProcessed = Math.Max(0, info.Number("total_commands_processed") - ownCommands),
    };

    public static Dictionary<string, CommandStat> ReadCommandStats(InfoText info)
    {
        var stats = new Dictionary<string, CommandStat>(StringComparer.Ordinal);
        foreach (var (field, value) in info.Section("Commandstats"))
        {
            var pairs = InfoText.Pairs(value);
            if (field.StartsWith("cmdstat_", StringComparison.Ordinal) && pairs.TryGetValue("calls", out var calls))
                stats[field["cmdstat_".Length..].ToLowerInvariant()] = new CommandStat(calls, pairs.GetValueOrDefault("usec"));
        }

        return stats;
    }

    public static Dictionary<string, long> ReadErrorStats(InfoText info)
    {
        var stats = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (field, value) in info.Section("Errorstats"))
        {
            if (field.StartsWith("errorstat_", StringComparison.Ordinal))
                stats[field["errorstat_".Length..]] = InfoText.Pairs(value).GetValueOrDefault("count");
        }

        return stats;
    }

    public static List<DatabaseInfo> ReadKeyspace(InfoText info)
    {
        var databases = new List<DatabaseInfo>();
        foreach (var (field, value) in info.Section("Keyspace"))
        {
            var pairs = InfoText.Pairs(value);
            if (field.StartsWith("db", StringComparison.Ordinal) && int.TryParse(field.AsSpan(2), CultureInfo.InvariantCulture, out var number))
                databases.Add(new DatabaseInfo(number, pairs.GetValueOrDefault("keys"), pairs.GetValueOrDefault("expires")));
        }

        return databases;
    }

    // A server that names itself otherwise (server_name) is neither Redis nor one of the products above.
    private static bool IsPlainRedis(InfoText info) => info.Text("server_name") is "" or "redis";
}
