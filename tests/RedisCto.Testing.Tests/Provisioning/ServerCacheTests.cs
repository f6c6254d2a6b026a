namespace RedisCto.Testing.Tests.Provisioning;

/// <summary>Fetching and caching, each in processes of their own with a cache of their own.</summary>
public sealed class ServerCacheTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("redis-cto-cache-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(cache, recursive: true);

    [Fact]
    public async Task TwoProcessesAtOnceInAFreshCache_GetOneWholeServer()
    {
        await SkipWithoutDebianAsync();
        Directory.CreateDirectory(Path.Combine(cache, ".redis-7.0-left-by-a-killed-process"));
        using var first = Locate();
        using var second = Locate();

        var paths = await Task.WhenAll(first.ReadReportAsync(Cancellation), second.ReadReportAsync(Cancellation));

        Assert.Equal(0, await first.WaitForExitAsync(Cancellation));
        Assert.Equal(0, await second.WaitForExitAsync(Cancellation));
        Assert.Equal(paths[0], paths[1]);
        Assert.StartsWith(cache, paths[0], StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(cache));
    }

    [Fact]
    public async Task CachedServer_NeedsNoNetworkAndNoTools()
    {
        await SkipWithoutDebianAsync();
        using (var filling = Locate())
            Assert.Equal(0, await filling.WaitForExitAsync(Cancellation));

        // Without PATH there is no xz, no dpkg-deb and no apt-config; the proxy answers nothing.
        using var offline = Locate(("PATH", ""), ("http_proxy", "http://127.0.0.1:9"), ("https_proxy", "http://127.0.0.1:9"));

        Assert.StartsWith(cache, await offline.ReadReportAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchThatFails_LeavesNothingThatLooksCached()
    {
        await SkipWithoutDebianAsync();
        using var failing = Locate(("PATH", ""));

        Assert.NotEqual(0, await failing.WaitForExitAsync(Cancellation));
        var output = await failing.Error;
        Assert.Contains("redis-7.0 is not available: dpkg-deb is not on PATH", output, StringComparison.Ordinal);
        Assert.Contains("REDIS_CTO_SERVER_REDIS_7_0", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(cache));
    }

    [Fact]
    public async Task ServerThatCannotBeHad_SkipsItsRow()
    {
        using var host = UseMissingServer(ci: "");

        Assert.Contains("skipped: 1", await FinishAsync(host), StringComparison.Ordinal);
        Assert.Contains("no file", await host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatCannotBeHad_FailsItsRowUnderCi()
    {
        using var host = UseMissingServer(ci: "true");

        Assert.Contains("failed: 1", await FinishAsync(host), StringComparison.Ordinal);
        Assert.NotEqual(0, await host.WaitForExitAsync(Cancellation));
        Assert.Contains("no file", await host.Output, StringComparison.Ordinal);
    }

    private TestHost Locate(params IEnumerable<(string, string)> environment) =>
        TestHost.Start(HostPrograms.LocateServer, [("REDIS_CTO_SERVER_CACHE", cache), .. environment]);

    private TestHost UseMissingServer(string ci) => TestHost.StartTests(
        $"*.{nameof(RedisServersTests)}.{nameof(RedisServersTests.AServerOfTheTestsOwn_IsEmptyAndKeepsNothing)}",
        ("CI", ci), ("REDIS_CTO_SERVER_REDIS_7_0", Path.Combine(cache, "no-such-server")));

    private static async Task<string> FinishAsync(TestHost host)
    {
        await host.WaitForExitAsync(Cancellation);
        return await host.Output;
    }

    private static async Task SkipWithoutDebianAsync()
    {
        var server = await RedisServers.LocateAsync("redis-7.0", Cancellation);
        Assert.SkipUnless(server.Origin.StartsWith("Debian", StringComparison.Ordinal), $"redis-7.0 comes from {server.Origin} here.");
    }
}
