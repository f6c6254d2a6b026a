using RedisCto.Testing.Resp;

namespace RedisCto.Testing.Tests;

public sealed class ServerLifeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("redis, valkey")]
    public async Task Restart_KeepsPortAndFolder_AndDataOnlyWherePersistenceIsAsked(string name)
    {
        await using var forgetful = await RedisServers.StartAsync(name, cancellation: Cancellation);
        string[] durably = ["--appendonly", "yes", "--appendfsync", "always"];
        await using var durable = await RedisServers.StartAsync(name, new() { Arguments = durably }, Cancellation);
        foreach (var server in new[] { forgetful, durable })
        {
            var (port, pid) = (server.Port, server.Pid);
            await server.SendAsync("SET", "k", "v");
            await server.RestartAsync(Cancellation);
            Assert.Equal(port, server.Port);
            Assert.NotEqual(pid, server.Pid);
        }

        Assert.True((await forgetful.SendAsync("GET", "k")).IsNull);
        Assert.Equal("v", (await durable.SendAsync("GET", "k")).Text);
    }

    [ServerTheory]
    public async Task Kill_EndsItAtOnce_AndItCanBeStartedAgain(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var client = await server.ConnectAsync(cancellation: Cancellation);
        await client.SendAsync(["PING"], Cancellation);

        await server.KillAsync(Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["PING"], Cancellation));

        await server.RestartAsync(Cancellation);
        Assert.Equal("PONG", await server.CliAsync("PING"));
    }

    [ServerTheory]
    public async Task Pause_AnswersNothingUntilResumed(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var client = await server.ConnectAsync(cancellation: Cancellation);
        await client.SendAsync(["PING"], Cancellation);

        client.Limit = TimeSpan.FromMilliseconds(300);
        await server.PauseAsync(Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => client.SendAsync(["PING"], Cancellation));

        client.Limit = TimeSpan.FromSeconds(10);
        await server.ResumeAsync(Cancellation);
        Assert.Equal("PONG", (await client.ReceiveAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task PausedServer_IsGoneAfterDispose()
    {
        var server = await RedisServers.StartAsync("redis-7.0", cancellation: Cancellation);
        await server.PauseAsync(Cancellation);
        var (pid, folder) = (server.Pid, server.DataFolder);

        await server.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task ServerThatDoesNotStart_ShowsItsLogAndLeavesNothing()
    {
        var mark = RedisServer.NewPrefix().TrimEnd(':');

        var failure = await Assert.ThrowsAsync<IOException>(() =>
            RedisServers.StartAsync("redis-7.0", new() { Arguments = [$"--{mark}", "1"] }, Cancellation));

        Assert.Contains(mark, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetDirectories(Path.GetTempPath(), "redis-cto-server-*").Select(folder => Path.Combine(folder, "server.log")).Where(File.Exists),
            log => File.ReadAllText(log).Contains(mark, StringComparison.Ordinal));
    }

    [ServerTheory("redis, valkey")]
    public async Task Arguments_ReachTheServer(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Arguments = ["--maxmemory", "10mb"] }, Cancellation);

        Assert.Equal("10485760", (await server.SendAsync("CONFIG", "GET", "maxmemory")).Items[1].Text);
    }

    [ServerTheory]
    public async Task AclUser_MayDoWhatItsLineSays(string name)
    {
        string[] users = ["reader on >secret ~* +get +ping", "default on nopass ~* +@all"];
        await using var server = await RedisServers.StartAsync(name, new() { Users = users }, Cancellation);
        await server.SendAsync("SET", "k", "v");

        await using var reader = await server.ConnectAsync("reader", "secret", Cancellation);
        Assert.Equal("v", (await reader.SendAsync(["GET", "k"], Cancellation)).Text);
        var refused = await Assert.ThrowsAsync<RespErrorException>(() => reader.SendAsync(["SET", "k", "w"], Cancellation));
        Assert.StartsWith("NOPERM", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RespErrorException>(() => server.ConnectAsync("reader", "wrong", Cancellation));
    }

    [ServerTheory]
    public async Task Password_IsAskedOfStrangersAndKnownToUs(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Password = "opensesame" }, Cancellation);

        Assert.Equal("PONG", await server.CliAsync("PING"));
        Assert.Contains("password=opensesame", server.ConnectionString, StringComparison.Ordinal);
        await using var stranger = await RespConnection.ConnectAsync(server.Host, server.Port, Cancellation);
        Assert.StartsWith("NOAUTH", (await stranger.TrySendAsync(["GET", "k"], Cancellation)).Text, StringComparison.Ordinal);
    }

    [ServerTheory]
    public async Task Tls_IsServedWithACertificateThatOnlyOurAuthorityVouchesFor(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Cancellation);

        await using var secure = await RespConnection.ConnectTlsAsync(server.Host, server.TlsPort!.Value, server.CertificatePath!, Cancellation);
        Assert.Equal("PONG", (await secure.SendAsync(["PING"], Cancellation)).Text);
        Assert.Equal("PONG", await server.CliAsync("PING"));

        await using var other = await RedisServers.StartAsync("redis-7.0", new() { Tls = true }, Cancellation);
        await Assert.ThrowsAsync<System.Security.Authentication.AuthenticationException>(() =>
            RespConnection.ConnectTlsAsync(server.Host, server.TlsPort!.Value, other.CertificatePath!, Cancellation));
    }

    [Fact]
    public async Task WithoutTls_ThereIsNoCertificate()
    {
        var server = await RedisServers.SharedAsync("redis-7.0", Cancellation);

        Assert.Null(server.TlsPort);
        Assert.Null(server.CertificatePath);
        Assert.Throws<InvalidOperationException>(() => server.TlsConnectionString);
    }

    [Fact]
    public async Task SharedServer_IsOneForTheProcess()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RedisServers.SharedAsync("redis-7.0", Cancellation)));

        Assert.All(servers, server => Assert.Same(servers[0], server));
        Assert.NotEqual(RedisServer.NewPrefix(), RedisServer.NewPrefix(), StringComparer.Ordinal);
    }
}
