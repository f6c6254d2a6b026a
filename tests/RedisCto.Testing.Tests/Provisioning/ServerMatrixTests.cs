using System.Collections;
using RedisCto.Core;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Tests.Provisioning;

public sealed class ServerMatrixTests
{
    [Theory]
    [InlineData("REDIS_CTO_SERVER_REDIS_7_4", "redis-7.4")]
    [InlineData("REDIS_CTO_SERVER_VALKEY_8_0", "valkey-8.0")]
    public void VariableForAnotherSeries_AddsIt(string variable, string name)
    {
        var added = Assert.Single(ServerMatrix.Added(new Hashtable(StringComparer.Ordinal) { [variable] = "/opt/redis-server" }));

        Assert.Equal(name, added.Name);
        Assert.Equal(variable, added.Variable);
    }

    [Theory]
    [InlineData("REDIS_CTO_SERVER_REDIS_7_0")] // of the matrix: it replaces, and adds nothing
    [InlineData("REDIS_CTO_SERVER_CACHE")]
    [InlineData("REDIS_CTO_SERVER_ORACLE_7_4")]
    [InlineData("REDIS_CTO_SERVER_REDIS_7_X")]
    [InlineData("PATH")]
    public void OtherVariables_AddNothing(string variable) =>
        Assert.Empty(ServerMatrix.Added(new Hashtable(StringComparer.Ordinal) { [variable] = "value" }));

    [Theory]
    [InlineData("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", Product.Redis, "7.0.15")]
    [InlineData("Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", Product.Valkey, "8.1.1")]
    public void VersionLine_GivesProductAndVersion(string line, Product product, string version) =>
        Assert.Equal((product, ServerVersion.Parse(version)), ServerVersionReader.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("KeyDB server v=6.3.4 sha=0")]
    [InlineData("Redis server v=unstable")]
    public void OtherOutput_IsNoVersion(string line) => Assert.Null(ServerVersionReader.Parse(line));

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task NamedServerOfAnotherSeries_IsRefusedAndSaysWhatItIs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The named server is a shell script.");
        var real = await RedisServers.LocateAsync("redis-7.0", TestContext.Current.CancellationToken);
        var script = Path.Combine(Directory.CreateTempSubdirectory("redis-cto-named-").FullName, "redis-server");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec {string.Join(' ', real.Launcher)} \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var locator = new ServerLocator(ServerCache.Default, _ => script);

            var found = await locator.LocateAsync(ServerMatrix.Find("redis-7.0"), TestContext.Current.CancellationToken);
            Assert.Equal(("REDIS_CTO_SERVER_REDIS_7_0", real.Version), (found.Origin, found.Version));
            var refused = await Assert.ThrowsAsync<ServerUnavailableException>(() =>
                locator.LocateAsync(ServerMatrix.Find("redis-8.0"), TestContext.Current.CancellationToken));
            Assert.Contains("is Redis 7.0.15", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(script)!, recursive: true);
        }
    }
}
