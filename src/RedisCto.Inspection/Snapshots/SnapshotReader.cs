using System.Globalization;
using System.Net;
using RedisCto.Core;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Brings a snapshot home in few round trips, and writes down every part that the server would not give.</summary>
internal sealed class SnapshotReader(RespConnection connection, ConnectionSettings settings, InspectionLimits limits, TimeProvider time)
{
    /// <summary>The settings that checks read. Never one that holds a secret (requirepass, masterauth, tls-key-file-pass).</summary>
    public static readonly IReadOnlyList<string> Settings =
        ["maxmemory", "maxmemory-policy", "save", "appendonly", "stop-writes-on-bgsave-error", "protected-mode", "bind"];

    private readonly Dictionary<SnapshotSections, string> absent = [];
    private readonly List<string> refusals = [];

    /// <summary>Enters: authenticates, names the connection, and reads INFO.</summary>
    /// <exception cref="InspectionException">The server lets us in under no name, or cannot answer now.</exception>
    public async Task<InfoText?> EnterAsync(CancellationToken cancellationToken)
    {
        if (settings.HasCredentials && await connection.SendAsync(ReadOnlyCommand.Auth(settings.User, settings.Password), cancellationToken) is RespError denied)
            throw EntryRefusal.Of(denied, settings);

        var replies = await connection.SendAsync([ReadOnlyCommand.ClientSetName("redis-cto"), ReadOnlyCommand.Info], cancellationToken);
        foreach (var refused in replies.OfType<RespError>())
        {
            if (EntryRefusal.IsFinal(refused))
                throw EntryRefusal.Of(refused, settings);
        }

        if (replies[1] is not RespString { Value: var text })
        {
            Refuse("INFO", replies[1], SnapshotSections.Server | SnapshotSections.Memory | SnapshotSections.Persistence | SnapshotSections.Clients |
                SnapshotSections.Stats | SnapshotSections.CommandStats | SnapshotSections.ErrorStats | SnapshotSections.Keyspace);
            return null;
        }

        var info = InfoText.Parse(text);
        return info.Text("loading") is "1" ? throw EntryRefusal.Loading(info, settings) : info;
    }

    public async Task<ServerSnapshot> ReadAsync(IPAddress address, InspectionDepth depth, CancellationToken cancellationToken)
    {
        var info = await EnterAsync(cancellationToken);
        var known = info ?? InfoText.Parse("");
        var ownCommands = connection.CommandsSent;
        var server = InfoSections.ReadServer(known);
        if (info is not null)
            NoteMissingSections(info, server);

        var (config, acl, clients) = await ReadSettingsAsync(server, known.Number("connected_clients"), cancellationToken);
        var keyspace = InfoSections.ReadKeyspace(known);
        return new ServerSnapshot
        {
            Label = settings.Label,
            TakenAt = time.GetUtcNow(),
            Authenticated = settings.HasCredentials,
            OverNetwork = !EndpointPolicy.IsLoopback(address),
            Server = server,
            Memory = WithLimitFromConfig(InfoSections.ReadMemory(known), config),
            Persistence = InfoSections.ReadPersistence(known),
            Clients = new ClientsInfo { Connected = known.Number("connected_clients") },
            Stats = InfoSections.ReadStats(known, ownCommands),
            CommandStats = InfoSections.ReadCommandStats(known),
            ErrorStats = InfoSections.ReadErrorStats(known),
            Keyspace = keyspace,
            Config = config,
            Acl = acl,
            ClientList = clients,
            Keys = await SampleKeysAsync(depth, server, keyspace, cancellationToken),
            Absent = absent,
            Refusals = refusals,
        };
    }

    private async Task<(Dictionary<string, string> Config, List<AclUser> Acl, List<ClientInfo> Clients)> ReadSettingsAsync(
        ServerInfo server, long connectedClients, CancellationToken cancellationToken)
    {
        var listClients = connectedClients <= limits.ListedClients;
        var asksAtOnce = server is { Product: Product.Valkey } or { Product: Product.Redis, Version.Major: >= 7 };
        ReadOnlyCommand[] questions = asksAtOnce ? [ReadOnlyCommand.ConfigGet(Settings)] : [.. Settings.Select(setting => ReadOnlyCommand.ConfigGet(setting))];
        var replies = await connection.SendAsync(
            [.. questions, ReadOnlyCommand.AclList, .. listClients ? [ReadOnlyCommand.ClientList] : Array.Empty<ReadOnlyCommand>()],
            cancellationToken);

        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in replies.Take(questions.Length).SelectMany(reply => reply.Items.Chunk(2)))
        {
            if (pair is [RespString name, RespString value])
                config[name.Value] = value.Value;
        }

        if (replies[0] is RespError)
            Refuse("CONFIG GET", replies[0], SnapshotSections.Config);
        else if (config.Count == 0)
            absent[SnapshotSections.Config] = "CONFIG GET gives none of the settings that are asked for";

        if (replies[questions.Length] is RespError noAcl)
            Refuse("ACL LIST", noAcl, SnapshotSections.Acl);
        if (!listClients)
            absent[SnapshotSections.ClientList] = $"CLIENT LIST is not sent to a server with more than {limits.ListedClients} clients";
        else if (replies[^1] is RespError noClients)
            Refuse("CLIENT LIST", noClients, SnapshotSections.ClientList);

        return (config,
            [.. replies[questions.Length].Items.Select(line => AclUser.Parse(line.Text ?? "")).OfType<AclUser>()],
            listClients ? ClientLines.Parse(replies[^1].Text ?? "") : []);
    }

    private async Task<KeySample> SampleKeysAsync(
        InspectionDepth depth, ServerInfo server, List<DatabaseInfo> keyspace, CancellationToken cancellationToken)
    {
        if (depth == InspectionDepth.Quick || server.Role is "sentinel")
        {
            absent[SnapshotSections.KeySample] = depth == InspectionDepth.Quick ? "depth quick looks at no keys" : "a Sentinel has no keys";
            return new KeySample();
        }

        // Without a database in the connection, the fullest one says most.
        var database = settings.Database ?? keyspace.OrderByDescending(entry => entry.Keys).FirstOrDefault()?.Number ?? 0;
        List<ReadOnlyCommand> entry = [];
        if (database != 0)
            entry.Add(ReadOnlyCommand.Select(database));
        if (server is { ClusterEnabled: true, Role: "replica" })
            entry.Add(ReadOnlyCommand.ReadOnly);
        var refused = (await connection.SendAsync(entry, cancellationToken)).OfType<RespError>().FirstOrDefault();
        var (sample, error) = refused is null
            ? await new KeySampler(connection, limits, time).SampleAsync(database, cancellationToken)
            : (null, refused);
        if (sample is not null)
            return sample;

        Refuse(refused is null ? "SCAN or TTL" : "SELECT", error!, SnapshotSections.KeySample);
        return new KeySample();
    }

    private void NoteMissingSections(InfoText info, ServerInfo server)
    {
        var who = server.Role is "sentinel" ? "a Sentinel" : server.Product.ToString();
        (SnapshotSections Section, bool There, string What)[] parts =
        [
            (SnapshotSections.Server, info.HasSection("Server"), "server"),
            (SnapshotSections.Memory, info.Has("used_memory"), "memory"),
            (SnapshotSections.Persistence, info.Has("rdb_last_bgsave_status"), "persistence"),
            (SnapshotSections.Clients, info.HasSection("Clients"), "clients"),
            (SnapshotSections.Stats, info.Number("total_connections_received") > 0, "stats"),
            (SnapshotSections.CommandStats, info.Section("Commandstats").Keys.Any(field => field.StartsWith("cmdstat_", StringComparison.Ordinal)), "commandstats"),

            // An empty server prints the two headings without a line below.
            (SnapshotSections.ErrorStats, info.HasHeading("Errorstats"), "errorstats"),
            (SnapshotSections.Keyspace, info.HasHeading("Keyspace"), "keyspace"),
        ];
        foreach (var (section, there, what) in parts)
        {
            if (!there)
                absent[section] = $"INFO {what} is not given by {who}";
        }
    }

    private void Refuse(string command, RespReply reply, SnapshotSections sections)
    {
        var reason = reply is RespError error ? Describe(command, error) : $"{command} answered in an unknown form";
        refusals.Add(reason);
        foreach (var section in Enum.GetValues<SnapshotSections>())
        {
            if (section != SnapshotSections.None && sections.HasFlag(section))
                absent[section] = reason;
        }
    }

    private static string Describe(string command, RespError error) => error switch
    {
        { Code: "NOPERM" } => $"{command} is refused to this user (NOPERM)",
        _ when error.Mentions("unknown command") || error.Mentions("unknown subcommand") =>
            $"{command} is unknown to the server (renamed, disabled, or not implemented)",
        _ => $"{command} is refused by the server ({error.Code})",
    };

    private static MemoryInfo WithLimitFromConfig(MemoryInfo memory, Dictionary<string, string> config) => memory with
    {
        MaxBytes = memory.MaxBytes ?? (config.TryGetValue("maxmemory", out var max) && long.TryParse(max, CultureInfo.InvariantCulture, out var bytes) ? bytes : null),
        EvictionPolicy = memory.EvictionPolicy.Length > 0 ? memory.EvictionPolicy : config.GetValueOrDefault("maxmemory-policy") ?? "",
    };
}
