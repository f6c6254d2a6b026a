using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Security;

/// <summary>SEC01 and SEC16 on real servers. The open user may only be inspected with, so that the test opens nothing to the network.</summary>
public sealed class OpenServerTests
{
    private const string Harmless =
        "default on nopass ~* -@all +ping +info +client|setname +client|list +config|get +acl|list";

    [ServerTheory("redis, valkey")]
    public async Task OpenToTheNetwork_IsReportedUntilAPasswordIsSet(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name,
            new() { Arguments = ["--bind", "0.0.0.0", "--protected-mode", "no"], Users = [Harmless, "admin on >secret ~* +@all"] },
            Live.Cancellation);
        var open = await Live.InspectAsync(server);
        Assert.True(open.Reports("SEC01"));
        Assert.True(open.Reports("SEC16"));

        await using var admin = await server.ConnectAsync("admin", "secret", Live.Cancellation);
        await admin.SendAsync(["ACL", "SETUSER", "default", "off"], Live.Cancellation);
        var closed = await Live.InspectAsync(server, "admin:secret");
        Assert.False(closed.Reports("SEC01"));
        Assert.False(closed.Reports("SEC16"));
    }

    [ServerTheory("redis, valkey")]
    public async Task OnLoopbackOnly_IsSilent(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        var report = await Live.InspectAsync(server);

        Assert.DoesNotContain(report.Findings, finding => finding.Id is "SEC01" or "SEC16");
        Assert.DoesNotContain(report.Skipped, check => check.Id is "SEC01" or "SEC16");
    }
}
