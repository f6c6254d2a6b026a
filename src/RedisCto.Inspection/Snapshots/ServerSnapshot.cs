using RedisCto.Core;

namespace RedisCto.Inspection.Snapshots;

/// <summary>All that one look at a server brought home: plain data, which the checks judge without asking the server again.</summary>
internal sealed record ServerSnapshot
{
    /// <summary><c>host:port</c>.</summary>
    public required string Label { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>True where we entered with a user or a password.</summary>
    public required bool Authenticated { get; init; }

    /// <summary>True where we came from another host, so that the network can reach the server.</summary>
    public required bool OverNetwork { get; init; }

    public required ServerInfo Server { get; init; }

    public MemoryInfo Memory { get; init; } = new();

    public PersistenceInfo Persistence { get; init; } = new();

    public ClientsInfo Clients { get; init; } = new();

    public StatsInfo Stats { get; init; } = new();

    /// <summary>By lower-case command name, <c>config|get</c> for subcommands.</summary>
    public IReadOnlyDictionary<string, CommandStat> CommandStats { get; init; } = new Dictionary<string, CommandStat>(StringComparer.Ordinal);

    /// <summary>How often the server answered each error, by its code (OOM, NOPERM, WRONGTYPE).</summary>
    public IReadOnlyDictionary<string, long> ErrorStats { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    public IReadOnlyList<DatabaseInfo> Keyspace { get; init; } = [];

    /// <summary>The settings that were asked for and given.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<AclUser> Acl { get; init; } = [];

    public IReadOnlyList<ClientInfo> ClientList { get; init; } = [];

    public KeySample Keys { get; init; } = new();

    /// <summary>The parts that are not there, each with the reason. "Denied" must not look like "empty".</summary>
    public IReadOnlyDictionary<SnapshotSections, string> Absent { get; init; } = new Dictionary<SnapshotSections, string>();

    /// <summary>What the server refused, in the words of a person; it is what MGD01 reports.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    public bool Has(SnapshotSections section) => !Absent.ContainsKey(section);

    /// <summary>A setting, or null where it was refused or is unknown to this server.</summary>
    public string? Setting(string parameter) => Config.GetValueOrDefault(parameter);
}

/// <summary>Who answers. <paramref name="VersionText"/> is as the server writes it; <paramref name="Version"/> its numbers.</summary>
internal sealed record ServerInfo(Product Product, string VersionText, ServerVersion? Version)
{
    /// <summary>primary, replica, sentinel or unknown.</summary>
    public string Role { get; init; } = "primary";

    public long UptimeSeconds { get; init; }

    public bool ClusterEnabled { get; init; }
}

/// <summary>INFO memory. <c>MaxBytes</c> is null where the server has no such setting, 0 where it has no limit.</summary>
internal sealed record MemoryInfo
{
    public long UsedBytes { get; init; }

    public long? MaxBytes { get; init; }

    public string EvictionPolicy { get; init; } = "";

    public long SystemBytes { get; init; }
}

/// <summary>INFO persistence, as far as RDB snapshots go.</summary>
internal sealed record PersistenceInfo
{
    /// <summary>ok or err.</summary>
    public string LastSnapshotStatus { get; init; } = "ok";

    public long ChangesSinceSnapshot { get; init; }

    /// <summary>The last good snapshot; the server's start where there was none.</summary>
    public DateTimeOffset LastSnapshotAt { get; init; }

    public bool AppendOnly { get; init; }
}

internal sealed record ClientsInfo
{
    public long Connected { get; init; }
}

/// <summary>INFO stats, without what this inspection itself added.</summary>
internal sealed record StatsInfo
{
    public long ConnectionsReceived { get; init; }

    public long CommandsProcessed { get; init; }
}

internal sealed record CommandStat(long Calls, long Microseconds)
{
    public double MicrosecondsPerCall => Calls == 0 ? 0 : (double)Microseconds / Calls;
}

/// <summary>One line of INFO keyspace.</summary>
internal sealed record DatabaseInfo(int Number, long Keys, long Expires);

/// <summary>One client of CLIENT LIST, without its address, user and name. <paramref name="Library"/> is untrusted.</summary>
internal sealed record ClientInfo(string Library, long AgeSeconds);
