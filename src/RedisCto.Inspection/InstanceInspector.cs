using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using RedisCto.Core;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Protocol;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection;

/// <summary>Looks at a live server, only by reading, and says what is wrong with it and what could not be seen.</summary>
/// <param name="connections">The servers that the user configured.</param>
/// <param name="time">The clock, for limits and for dates of support.</param>
public sealed class InstanceInspector(ConnectionCatalog connections, TimeProvider time)
{
    /// <summary>The catalogue, by id.</summary>
    public static IReadOnlyList<CheckInfo> Checks { get; } =
        [.. CheckCatalog.All.Select(check => new CheckInfo(check.Descriptor.Id, check.Name, check.Descriptor.Title, check.Descriptor.Severity))];

    internal InspectionLimits Limits { get; init; } = InspectionLimits.Standard;

    /// <summary>Inspects one server. A server that cannot be inspected is explained within five seconds.</summary>
    /// <exception cref="InspectionException">Not configured, unreachable, refused, loading, or no Redis server; with the remedy.</exception>
    public async Task<InspectionReport> InspectAsync(InspectionRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = time.GetTimestamp();
        var settings = connections.Resolve(request);
        var (snapshot, commands) = await ReadAsync(settings, request.Depth, ct);

        var findings = new List<Finding>();
        var skipped = new List<SkippedCheck>();
        foreach (var check in CheckCatalog.For(request.Focus))
        {
            if (check.ReasonToSkip(snapshot) is { } reason)
                skipped.Add(new SkippedCheck(check.Descriptor.Id, check.Descriptor.Title, reason));
            else
                findings.AddRange(check.Run(snapshot));
        }

        var worstFirst = findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToList();
        var server = Identify(snapshot);
        return new InspectionReport
        {
            Server = server,
            Verdict = Verdict.Of(server, worstFirst, CheckCatalog.For(request.Focus).Count() - skipped.Count, skipped.Count),
            Findings = worstFirst,
            Skipped = skipped,
            Cost = new InspectionCost(commands, time.GetElapsedTime(started)),
            Notes = InspectionNotes.Of(snapshot, settings),
        };
    }

    /// <summary>Whether a configured connection answers; within three seconds, and never by an exception.</summary>
    public async Task<ConnectionProbe> ProbeAsync(string name, CancellationToken ct)
    {
        try
        {
            var settings = connections.Resolve(new InspectionRequest { Connection = name });
            var detail = await WithConnectionAsync(settings, InspectionLimits.Probe, async (connection, _, token) =>
            {
                var info = await new SnapshotReader(connection, settings, InspectionLimits.Probe, time).EnterAsync(token);
                return info is null
                    ? $"{settings.Label} answers, but refuses INFO to this user"
                    : $"{Verdict.Describe(InfoSections.ReadServer(info))} at {settings.Label}";
            }, ct);
            return new ConnectionProbe(name, Answers: true, detail);
        }
        catch (InspectionException failure)
        {
            return new ConnectionProbe(name, Answers: false, failure.Message);
        }
    }

    /// <summary>What the checks judge: everything that is read from the server, and the number of commands it took.</summary>
    internal Task<(ServerSnapshot Snapshot, int Commands)> ReadAsync(ConnectionSettings settings, InspectionDepth depth, CancellationToken ct) =>
        WithConnectionAsync(settings, Limits, async (connection, address, token) =>
        {
            var reader = new SnapshotReader(connection, settings, Limits, time);
            return (await reader.ReadAsync(address, depth, token), connection.CommandsSent);
        }, ct);

    private static ServerIdentity Identify(ServerSnapshot snapshot) =>
        new(snapshot.Server.Product, UntrustedText.Show(snapshot.Server.VersionText, 24), snapshot.Label, snapshot.Server.Role);

    private async Task<T> WithConnectionAsync<T>(
        ConnectionSettings settings, InspectionLimits limits, Func<RespConnection, IPAddress, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(limits.Connect, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var (connection, address) = await RedisConnector.OpenAsync(settings, () => limit.CancelAfter(limits.Reply), both.Token);
            await using (connection)
                return await work(connection, address, both.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && failure is
            InspectionException or SocketException or IOException or AuthenticationException or RespProtocolException or OperationCanceledException)
        {
            throw await new ConnectionDiagnosis(settings, limits, time).ExplainAsync(failure, ct);
        }
    }
}
