using RedisCto.Core;
using RedisCto.Inspection.Checks.Managed;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Managed;

public sealed class SectionsRefusedTests
{
    private readonly SectionsRefused check = new();

    [Fact]
    public void NothingRefused_IsSilent() => Assert.Empty(check.All(Samples.Healthy));

    [Fact]
    public void ARefusal_IsNamedAsInformation()
    {
        var finding = check.Only(Samples.Healthy with { Refusals = ["CONFIG GET is refused to this user (NOPERM)"] });

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains("NOPERM", finding.Message, StringComparison.Ordinal);
    }

    [ServerTheory("redis, valkey")]
    public async Task AUserWithoutConfig_IsToldSoUntilItMay(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name, new() { Arguments = ["--maxmemory", "0"], Users = ["inspector on >secret ~* +@all -config"] }, Live.Cancellation);

        var refused = await Live.InspectAsync(server, "inspector:secret");
        Assert.True(refused.Reports("MGD01"));
        Assert.Contains(refused.Skipped, skipped => skipped.Id == "SEC16" && skipped.Reason.Contains("NOPERM", StringComparison.Ordinal));
        Assert.True(refused.Reports("MEM13"), "INFO still tells maxmemory");

        await server.SendAsync("ACL", "SETUSER", "inspector", "+config");
        var allowed = await Live.InspectAsync(server, "inspector:secret");
        Assert.False(allowed.Reports("MGD01"));
        Assert.Empty(allowed.Skipped);
    }

    [ServerTheory("redis, valkey")]
    public async Task AServerWithConfigRenamedAway_IsToldSo(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Arguments = ["--rename-command", "CONFIG", ""] }, Live.Cancellation);
        var report = await Live.InspectAsync(server);

        Assert.Contains(report.Findings, finding => finding.Id == "MGD01" && finding.Message.Contains("CONFIG GET is unknown", StringComparison.Ordinal));
        Assert.True(report.Skips("SEC16"));
    }

    [ServerTheory("redis, valkey")]
    public async Task AUserWhoMayNothing_GetsAReportOfWhatWasRefused(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Users = ["nobody on >secret ~* -@all +ping"] }, Live.Cancellation);
        var report = await Live.InspectAsync(server, "nobody:secret");

        Assert.Equal(Product.Unknown, report.Server.Product);
        Assert.Equal(["MGD01"], report.Findings.Select(finding => finding.Id));
        Assert.Equal(InstanceInspector.Checks.Count - 1, report.Skipped.Count);
    }

    [ServerTheory("redis, valkey")]
    public async Task AUserWithoutScan_GetsEveryCheckButThatOfKeys(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Users = ["inspector on >secret ~* +@all -scan"] }, Live.Cancellation);
        await server.SendAsync("SET", "session:1", "v");
        var report = await Live.InspectAsync(server, "inspector:secret");

        var skipped = Assert.Single(report.Skipped);
        Assert.Equal(("KEY02", "SCAN or TTL is refused to this user (NOPERM)"), (skipped.Id, skipped.Reason));
    }

    [ServerTheory("redis, valkey")]
    public async Task AUserWithoutTtlOrMemory_IsToldWhatIsMissing(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name, new() { Users = ["blind on >secret ~* +@all -ttl", "sizeless on >secret ~* +@all -memory"] }, Live.Cancellation);
        for (var i = 0; i < 30; i++)
            await server.SendAsync("SET", $"session:{i}", "v");

        Assert.True((await Live.InspectAsync(server, "blind:secret")).Skips("KEY02"));
        Assert.Contains(
            (await Live.InspectAsync(server, "sizeless:secret")).Findings,
            finding => finding.Id == "KEY02" && !finding.Message.Contains(" each", StringComparison.Ordinal));
    }

    [ServerTheory("garnet")]
    public async Task Garnet_IsKnownForWhatItIs(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        var report = await Live.InspectAsync(server);

        Assert.Equal((Product.Garnet, "2.2.8"), (report.Server.Product, report.Server.Version));
        Assert.True(report.Reports("MGD01"));
        Assert.All(["MEM13", "MEM02", "CMD01", "SEC16", "VER01"], id => Assert.True(report.Skips(id), id));
    }
}
