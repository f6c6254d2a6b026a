using RedisCto.Inspection.Checks.Security;
using RedisCto.Inspection.Tests.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests.Checks.Security;

/// <summary>SEC01 and SEC16 on real servers, which listen on loopback only whatever their settings say.</summary>
public sealed class OpenServerTests
{
    private const string Admin = "admin on >secret ~* +@all";
    private const string Credentials = "admin:secret";
    private const string Harmless =
        "default on nopass ~* -@all +ping +info +client|setname +client|list +config|get +acl|list";

    // 192.0.2.1 is nobody's: the "-" lets the server start without it, so that it says more than it opens. Before 6.2 there was no "-".
    [ServerTheory("redis >= 7.0, valkey")]
    public async Task UserWithoutPassword_OnAServerThatBindsAnotherAddress_IsReportedUntilItIsOff(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name,
            new() { Arguments = ["--bind", "127.0.0.1 -192.0.2.1", "--protected-mode", "no"], Users = [Harmless, Admin] },
            Live.Cancellation);
        var open = await Live.InspectAsync(server);
        Assert.True(open.Reports("SEC01"));

        await CloseAsync(server);
        var closed = await Live.InspectAsync(server, Credentials);
        Assert.False(closed.Reports("SEC01"));
        Assert.False(closed.Reports("SEC16"));
    }

    // A test server must not listen on every interface, so that bind is the one field which is set by hand.
    [ServerTheory("redis, valkey")]
    public async Task OpenToEveryInterface_IsReportedUntilTheUserIsOff(string name)
    {
        await using var server = await RedisServers.StartAsync(
            name, new() { Arguments = ["--protected-mode", "no"], Users = [Harmless, Admin] }, Live.Cancellation);
        var open = (await Live.SnapshotAsync(server)).WithSetting("bind", "0.0.0.0");
        Assert.NotEmpty(new ProtectedModeOff().Run(open));
        Assert.NotEmpty(new UserWithoutPassword().Run(open));

        await CloseAsync(server);
        var closed = (await Live.SnapshotAsync(server, Credentials)).WithSetting("bind", "0.0.0.0");
        Assert.Empty(new ProtectedModeOff().Run(closed));
        Assert.Empty(new UserWithoutPassword().Run(closed));
    }

    [ServerTheory("redis, valkey")]
    public async Task OnLoopbackOnly_IsSilent(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        var report = await Live.InspectAsync(server);

        Assert.DoesNotContain(report.Findings, finding => finding.Id is "SEC01" or "SEC16");
        Assert.DoesNotContain(report.Skipped, check => check.Id is "SEC01" or "SEC16");
    }

    private static async Task CloseAsync(RedisServer server)
    {
        await using var admin = await server.ConnectAsync("admin", "secret", Live.Cancellation);
        await admin.SendAsync(["ACL", "SETUSER", "default", "off"], Live.Cancellation);
    }
}
