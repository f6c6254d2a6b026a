using RedisCto.Inspection.Checks.Connections;
using RedisCto.Inspection.Snapshots;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Connections;

public sealed class ConnectionPerRequestTests
{
    private readonly ConnectionPerRequest check = new();

    [Fact]
    public void FewConnectionsWithManyCommands_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void ThreeHundredConnectionsWithOneCommandEach_IsReported()
    {
        var snapshot = At(seconds: 5, connections: 302, commands: 301) with { ClientList = [new ClientInfo("SE.Redis\u202E", 1)] };

        var finding = check.Only(snapshot);

        Assert.Contains("302 connections in 5 s", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, fact => fact.Value == @"SE.Redis\u{202e}");
    }

    [Theory]
    [InlineData(3, 12, 40)] // pools at start-up
    [InlineData(60, 300, 300_000)] // many connections, much work on each
    [InlineData(86_400, 400, 4_000)] // a cron job
    public void BurstsWorkAndRareJobs_AreSilent(long seconds, long connections, long commands) =>
        Assert.Empty(check.All(At(seconds, connections, commands)));

    [ServerTheory("redis, valkey")]
    public async Task OnAServer_ChurnIsSeenUntilItEnds(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        Assert.False((await Live.InspectAsync(server)).Reports("CON01"));

        for (var i = 0; i < 300; i++)
        {
            await using var connection = await server.ConnectAsync(cancellation: Live.Cancellation);
            await connection.SendAsync(["PING"], Live.Cancellation);
        }

        Assert.True((await Live.InspectAsync(server)).Reports("CON01"));

        await server.SendAsync("CONFIG", "RESETSTAT");
        for (var i = 0; i < 300; i++)
            await server.SendAsync("PING");
        Assert.False((await Live.InspectAsync(server)).Reports("CON01"));
    }

    private static ServerSnapshot At(long seconds, long connections, long commands) => Samples.Healthy with
    {
        Server = Samples.Healthy.Server with { UptimeSeconds = seconds },
        Stats = new StatsInfo { ConnectionsReceived = connections, CommandsProcessed = commands },
    };
}
