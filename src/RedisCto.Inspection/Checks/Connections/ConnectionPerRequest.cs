using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Connections;

/// <summary>Reports clients that connect for every request instead of keeping one connection.</summary>
internal sealed class ConnectionPerRequest() : InspectionCheck(new(
    Id: "CON01",
    Title: "clients connect for every request",
    Severity.High,
    InspectionFocus.Connections,
    Needs: SnapshotSections.Server | SnapshotSections.Stats,
    Remedy: "Keep one ConnectionMultiplexer for the life of the process (a DI singleton), never one per request. " +
            "Then CONFIG RESETSTAT and look again: total_connections_received should hardly rise."))
{
    // A start-up burst of a few pools must not look like churn.
    private const int FewestConnections = 100;
    private const double ConnectionsPerSecond = 1;
    private const double CommandsPerConnection = 50;

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var stats = snapshot.Stats;
        var perSecond = (double)stats.ConnectionsReceived / Math.Max(1, snapshot.Server.UptimeSeconds);
        var commandsEach = (double)stats.CommandsProcessed / Math.Max(1, stats.ConnectionsReceived);
        if (stats.ConnectionsReceived < FewestConnections || perSecond <= ConnectionsPerSecond || commandsEach >= CommandsPerConnection)
            yield break;

        var libraries = snapshot.ClientList.Select(client => UntrustedText.Show(client.Library, 32)).Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(5);
        yield return Report(
            $"{stats.ConnectionsReceived:N0} connections in {snapshot.Server.UptimeSeconds:N0} s ({perSecond:N1} a second), with {commandsEach:N1} commands on each; " +
            $"{snapshot.Clients.Connected:N0} are open now. Connecting costs more than the work, and bursts reach maxclients.",
            ("total_connections_received", stats.ConnectionsReceived), ("total_commands_processed", stats.CommandsProcessed),
            ("uptime_in_seconds", snapshot.Server.UptimeSeconds), ("connected_clients", snapshot.Clients.Connected), ("libraries", string.Join(", ", libraries)),
            ("clients younger than a minute", snapshot.ClientList.Count(client => client.AgeSeconds < 60)));
    }
}
