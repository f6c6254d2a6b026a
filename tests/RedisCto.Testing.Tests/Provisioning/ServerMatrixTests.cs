using System.Collections;
using System.Runtime.Versioning;
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
    [UnsupportedOSPlatform("windows")]
    public async Task NamedServerOfAnotherSeries_IsRefusedAndSaysWhatItIs()
    {
        using var scripts = new ScriptFolder();
        var named = await AddRealServerAsync(scripts);
        using var locator = new ServerLocator(ServerCache.Default, _ => named);

        var found = await locator.LocateAsync(ServerMatrix.Find("redis-7.0"), Cancellation);
        Assert.Equal(("REDIS_CTO_SERVER_REDIS_7_0", ServerVersion.Parse("7.0.15")), (found.Origin, found.Version));
        var refused = await Assert.ThrowsAsync<ServerUnavailableException>(() => locator.LocateAsync(ServerMatrix.Find("redis-8.0"), Cancellation));
        Assert.Contains("is Redis 7.0.15", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void ServerOnPathOfAnotherSeries_WidensTheMatrixWhereDebianIsNot()
    {
        using var scripts = new ScriptFolder();
        var installed = scripts.Add("redis-server", "echo 'Redis server v=7.4.1 sha=00000000:0 malloc=libc bits=64 build=1'");
        var known = scripts.Add("valkey-server", "echo 'Valkey server v=8.1.5 sha=00000000:0 malloc=libc bits=64 build=1'");
        string? Find(string program) => program switch { "redis-server" => installed, "valkey-server" => known, _ => null };

        Assert.Equal("redis-7.4", Assert.Single(ServerMatrix.Installed(Find)).Name);
        Assert.Empty(ServerMatrix.Installed(program => program is "dpkg-deb" ? "/usr/bin/dpkg-deb" : Find(program)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void BrokenServerOnPath_WidensNothing()
    {
        using var scripts = new ScriptFolder();
        var broken = scripts.Add("redis-server", "exit 127");

        Assert.Empty(ServerMatrix.Installed(program => program is "redis-server" ? broken : null));
        Assert.Empty(ServerMatrix.Installed(program => program is "redis-server" ? scripts.Path : null));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [UnsupportedOSPlatform("windows")]
    private static async Task<string> AddRealServerAsync(ScriptFolder scripts)
    {
        var real = await RedisServers.LocateAsync("redis-7.0", Cancellation);
        return scripts.Add("redis-server", $"exec {string.Join(' ', real.Launcher)} \"$@\"");
    }
}
