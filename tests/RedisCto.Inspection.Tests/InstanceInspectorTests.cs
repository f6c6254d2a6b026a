using RedisCto.Core;
using RedisCto.Inspection.Connections;
using RedisCto.Inspection.Snapshots;
using RedisCto.Testing;
using InspectionInfo = RedisCto.Inspection.Snapshots.InfoText;

namespace RedisCto.Inspection.Tests;

/// <summary>Whole inspections of servers as they are found: healthy, replicated, clustered, behind a Sentinel, behind TLS.</summary>
public sealed class InstanceInspectorTests
{
    private static readonly ServerOptions WellConfigured = new()
    {
        Password = "a-long-password",
        Arguments = ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lfu", "--appendonly", "yes"],
    };

    [ServerTheory("redis, valkey")]
    public async Task AWellConfiguredServer_HasNothingGrave(string name)
    {
        await using var server = await RedisServers.StartAsync(name, WellConfigured, Live.Cancellation);
        for (var i = 0; i < 300; i++)
            await server.SendAsync("SET", $"cache:{i}", "v", "EX", "600");

        var report = await Live.InspectAsync(server, ":a-long-password");

        Assert.DoesNotContain(report.Findings, finding => finding.Severity >= Severity.High && finding.Id != "VER01");
        Assert.Empty(report.Skipped);
        Assert.Equal((server.Product, server.Version.ToString(), server.Endpoint, "primary"),
            (report.Server.Product, report.Server.Version, report.Server.Label, report.Server.Role));
        Assert.Contains(report.Notes, note => note.Contains("300 keys of database 0", StringComparison.Ordinal));
    }

    [ServerTheory("garnet")]
    public async Task AGarnetWithAPassword_HasNothingGrave(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Password = "a-long-password" }, Live.Cancellation);
        var report = await Live.InspectAsync(server, ":a-long-password");

        Assert.DoesNotContain(report.Findings, finding => finding.Severity >= Severity.High);
        Assert.Contains(report.Server.Label, report.Verdict, StringComparison.Ordinal);
    }

    [ServerTheory]
    public async Task TheCost_IsWhatTheServerCounts(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        var report = await Live.InspectAsync(server, depth: InspectionDepth.Quick);

        Assert.InRange(report.Cost.Commands, 5, 15);
        Assert.InRange(report.Cost.Elapsed, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(5));
        if (server.Product != Product.Garnet)
        {
            var stats = (await server.SendAsync("INFO", "commandstats")).Text;
            Assert.DoesNotContain("cmdstat_keys", stats, StringComparison.Ordinal);
            Assert.DoesNotContain("cmdstat_get:", stats, StringComparison.Ordinal);
        }
    }

    [ServerTheory]
    public async Task AnInspection_ChangesNoData(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("SET", "k", "v");
        await server.SendAsync("HSET", "h", "f", "v");

        await Live.InspectAsync(server);

        Assert.Equal(2, (await server.SendAsync("DBSIZE")).Integer);
        Assert.Equal("v", (await server.SendAsync("GET", "k")).Text);
        Assert.Equal(-1, (await server.SendAsync("TTL", "k")).Integer);
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AReplica_IsSeenAsOne(string name)
    {
        await using var pair = await RedisServers.StartReplicaPairAsync(name, cancellation: Live.Cancellation);
        for (var i = 0; i < 50; i++)
            await pair.Primary.SendAsync("SET", $"session:{i}", "v");
        await pair.WaitForSyncAsync(Live.Cancellation);

        var report = await Live.InspectAsync(pair.Replica);

        Assert.Equal("replica", report.Server.Role);
        Assert.True(report.Reports("KEY02"));
        Assert.Contains(report.Notes, note => note.Contains("replica", StringComparison.Ordinal));
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AClusterNode_IsJudgedByItsOwnKeys(string name)
    {
        await using var cluster = await RedisServers.StartClusterAsync(name, cancellation: Live.Cancellation);
        var owner = await cluster.OwnerOfAsync("session:{x}:1");
        for (var i = 0; i < 50; i++)
            await owner.SendAsync("SET", $"session:{{x}}:{i}", "v");

        var report = await Live.InspectAsync(owner);

        Assert.True(report.Reports("KEY02"));
        Assert.Contains(report.Notes, note => note.Contains("one node of a cluster", StringComparison.Ordinal));
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task ASentinel_IsSaidToHoldNoData(string name)
    {
        await using var set = await RedisServers.StartSentinelAsync(name, Live.Cancellation);

        var report = await Live.InspectAsync(set.Sentinel);

        Assert.Equal("sentinel", report.Server.Role);
        Assert.True(report.Skips("KEY02"));
        Assert.True(report.Skips("MEM13"));
        Assert.False(report.Reports("MEM13"));
    }

    [ServerTheory("redis, valkey")]
    public async Task TheFullestDatabase_IsSampledWhereTheConnectionNamesNone(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await using var other = await server.ConnectAsync(cancellation: Live.Cancellation);
        await other.SendAsync(["SELECT", "3"], Live.Cancellation);
        for (var i = 0; i < 40; i++)
            await other.SendAsync(["SET", $"session:{i}", "v"], Live.Cancellation);

        Assert.True((await Live.InspectAsync(server)).Reports("KEY02"));
        Assert.False((await Live.InspectUrlAsync($"redis://{server.Endpoint}/0")).Reports("KEY02"));
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task ManyKeys_AreSampledWithinTheBudget(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("DEBUG", "POPULATE", "200000", "session", "20");

        var report = await Live.InspectAsync(server);

        Assert.True(report.Reports("KEY02"));
        Assert.InRange(report.Cost.Commands, 1000, 6000);
        Assert.Contains(report.Findings, finding => finding.Id == "KEY02" && finding.Message.Contains("200,000 keys", StringComparison.Ordinal));
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task OverTls_WithTheAuthorityNamed_Works(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Live.Cancellation);
        var inspector = Live.Inspector(("REDIS_URL", $"rediss://localhost:{server.TlsPort}"), ("REDIS_CTO_CA_FILE", server.CertificatePath!));

        var report = await inspector.InspectAsync(new InspectionRequest(), Live.Cancellation);

        Assert.Equal(server.Product, report.Server.Product);
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task MoreClientsThanTheLimit_AreNotListed(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        var inspector = new InstanceInspector(Live.Catalog(("REDIS_URL", $"redis://{server.Endpoint}")), TimeProvider.System)
        {
            Limits = InspectionLimits.Standard with { ListedClients = 0 },
        };

        var before = await CallsAsync(server, "client|list");
        var report = await inspector.InspectAsync(new InspectionRequest { Depth = InspectionDepth.Quick }, Live.Cancellation);

        Assert.False(report.Skips("CON01"));
        Assert.Equal(before, await CallsAsync(server, "client|list"));
    }

    [ServerTheory]
    public async Task AProbe_NamesTheServer(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);

        var probe = await Live.Inspector(("REDIS_URL", $"redis://{server.Endpoint}")).ProbeAsync("default", Live.Cancellation);

        Assert.True(probe.Answers);
        Assert.StartsWith($"{server.Product} {server.Version}", probe.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProbeOfNothing_SaysWhy()
    {
        var probe = await Live.Inspector(("REDIS_URL", "redis://127.0.0.1:1")).ProbeAsync("default", Live.Cancellation);

        Assert.False(probe.Answers);
        Assert.Contains("Nothing listens", probe.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProbeOfAnUnknownName_SaysWhy()
    {
        var probe = await Live.Inspector(("REDIS_URL", "redis://127.0.0.1:1")).ProbeAsync("nope", Live.Cancellation);

        Assert.False(probe.Answers);
        Assert.Contains("Configured: default", probe.Detail, StringComparison.Ordinal);
    }

    private static async Task<long> CallsAsync(RedisServer server, string command)
    {
        var info = await server.SendAsync("INFO", "commandstats");
        return InfoSections.ReadCommandStats(InspectionInfo.Parse(info.Text)).GetValueOrDefault(command)?.Calls ?? 0;
    }
}
