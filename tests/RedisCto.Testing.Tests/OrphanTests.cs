namespace RedisCto.Testing.Tests;

/// <summary>A test process that is killed leaves neither a server nor a folder behind.</summary>
public sealed class OrphanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("redis >= 7.0 < 8.0, garnet")]
    public async Task TestProcessIsKilled_ItsServersAndFoldersGo(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up under /proc.");
        using var host = TestHost.Start(HostPrograms.StartServersAndWait, (HostPrograms.ServerVariable, name));
        var report = (await host.ReadReportAsync(Cancellation)).Split('|');
        var (running, paused, ended, folder) = (report[0], report[1], report[2], report[3]);
        Assert.True(Directory.Exists($"/proc/{running}"));
        Assert.True(Directory.Exists($"/proc/{paused}"));
        Assert.True(Directory.Exists(folder));

        host.Kill();

        await Eventually.TrueAsync("servers and folder are gone",
            () => Task.FromResult(IsGone(running) && IsGone(paused) && !Directory.Exists(folder)), TimeSpan.FromSeconds(5), Cancellation);
        Assert.True(IsGone(ended));
    }

    [Fact]
    public async Task TestProcessEnds_TheSharedServerGoes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up under /proc.");
        using var host = TestHost.Start(HostPrograms.StartSharedServer);
        var pid = await host.ReadReportAsync(Cancellation);

        Assert.Equal(0, await host.WaitForExitAsync(Cancellation));

        await Eventually.TrueAsync("the shared server is gone", () => Task.FromResult(IsGone(pid)), TimeSpan.FromSeconds(5), Cancellation);
    }

    private static bool IsGone(string pid)
    {
        // A killed child of a killed parent may wait as a zombie for init.
        var status = $"/proc/{pid}/stat";
        try
        {
            return !File.Exists(status) || File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // It went while it was read.
        }
    }
}
