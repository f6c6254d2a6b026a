using RedisCto.Testing;

namespace RedisCto.Inspection.Tests;

/// <summary>Every way in which a server cannot be inspected: answered within five seconds, with what to do, without a secret.</summary>
public sealed class RefusedInspectionTests
{
    [Fact]
    public async Task NothingListening_IsSaid() => await Refusals.ExpectAsync("redis://127.0.0.1:1", "Nothing listens on 127.0.0.1:1");

    [Fact]
    public async Task AHostThatIsNoName_IsSaid() => await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@no-such-host.invalid", "cannot be resolved");

    [Fact]
    public async Task AServerThatNeverAnswers_IsSaid()
    {
        using var listener = new FakeServer(_ => Task.Delay(Timeout.Infinite, Live.Cancellation));

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{listener.Endpoint}", "no answer within 3 s");
    }

    [Fact]
    public async Task AnHttpServer_IsRecognised()
    {
        using var listener = new FakeServer(async stream =>
        {
            _ = await stream.ReadAsync(new byte[100], Live.Cancellation);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Live.Cancellation);
        });

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{listener.Endpoint}", "HTTP server");
    }

    [Fact]
    public async Task AnotherProtocol_IsRecognised()
    {
        using var listener = new FakeServer(stream => stream.WriteAsync("SSH-2.0-x\r\n"u8.ToArray(), Live.Cancellation).AsTask());

        await Refusals.ExpectAsync($"redis://{listener.Endpoint}", "does not answer in the Redis protocol");
    }

    [Fact]
    public async Task AServerThatHangsUp_IsSaid()
    {
        using var listener = new FakeServer(_ => Task.CompletedTask);

        await Refusals.ExpectAsync($"redis://{listener.Endpoint}", "closed the connection without an answer");
    }

    [Theory]
    [InlineData("-DENIED Redis is running in protected mode because protected mode is enabled", "protected mode")]
    [InlineData("-ERR unknown command 'AUTH', with args beginning with: 'canary-pa55'", "refuses the user or password")]
    [InlineData("-WRONGPASS canary-pa55", "refuses the user or password")]
    [InlineData("-ERR AUTH <password> called without any password configured for the default user", "has no password")]
    public async Task ARefusalAtTheDoor_IsPutIntoOurOwnWords(string reply, string expected)
    {
        using var listener = new FakeServer(async stream =>
        {
            _ = await stream.ReadAsync(new byte[100], Live.Cancellation);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(reply + "\r\n"), Live.Cancellation);
        });

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{listener.Endpoint}", expected);
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AServerInALongScript_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("CONFIG", "SET", "lua-time-limit", "20");
        await using var scripted = await server.ConnectAsync(cancellation: Live.Cancellation);
        var endless = scripted.TrySendAsync(["EVAL", "while true do end", "0"], Live.Cancellation);
        await Eventually.TrueAsync(
            "the server is busy", async () => (await server.TrySendAsync("GET", "k")).Text.StartsWith("BUSY", StringComparison.Ordinal), Live.Cancellation);

        await Refusals.ExpectAsync($"redis://{server.Endpoint}", "busy with a Lua script");
        await server.SendAsync("SCRIPT", "KILL");
        await endless;
    }

    [ServerTheory]
    public async Task AWrongPassword_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Password = "right" }, Live.Cancellation);

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{server.Endpoint}", "refuses the user or password in REDIS_URL");
        await Refusals.ExpectAsync($"redis://nobody:{Refusals.Canary}@{server.Endpoint}", "refuses the user or password in REDIS_URL");
        await Refusals.ExpectAsync($"redis://{server.Endpoint}", "asks for a password");
    }

    [ServerTheory("redis >= 6.2, valkey")]
    public async Task APasswordForAServerWithoutOne_IsSaid(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{server.Endpoint}", "has no password");
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AServerThatLoads_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("DEBUG", "POPULATE", "20000", "k", "20");
        await server.SendAsync("CONFIG", "SET", "key-load-delay", "200");
        await server.SendAsync("CONFIG", "SET", "loading-process-events-interval-bytes", "1024");
        await using var reloading = await server.ConnectAsync(cancellation: Live.Cancellation);
        var reload = reloading.TrySendAsync(["DEBUG", "RELOAD"], Live.Cancellation);
        await Eventually.TrueAsync(
            "the server loads", async () => (await server.TrySendAsync("GET", "k")).Text.StartsWith("LOADING", StringComparison.Ordinal), Live.Cancellation);

        await Refusals.ExpectAsync($"redis://{server.Endpoint}", "still loading its data set");
        await server.SendAsync("CONFIG", "SET", "key-load-delay", "0");
        await reload;
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AFrozenServer_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.PauseAsync(Live.Cancellation);

        await Refusals.ExpectAsync($"redis://:{Refusals.Canary}@{server.Endpoint}", "no answer within 3 s");
        await server.ResumeAsync(Live.Cancellation);
    }

    [ServerTheory("redis, valkey")]
    public async Task NoFreeSlotForAClient_IsSaid(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Live.Cancellation);
        await server.SendAsync("CONFIG", "SET", "maxclients", "1");

        await Refusals.ExpectAsync($"redis://{server.Endpoint}", "maxclients is reached");
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AReplyThatIsCutOff_IsSaid(string name)
    {
        var server = await RedisServers.SharedAsync(name, Live.Cancellation);
        await using var proxy = FaultProxy.Start(server);
        proxy.Mode = FaultMode.CutAfterBytes(100);

        await Refusals.ExpectAsync($"redis://{proxy.Endpoint}", "closed the connection");
    }

    [Fact]
    public async Task AnEndpointElsewhere_IsRefusedBeforeItIsEntered()
    {
        var message = await Live.RefusalAsync(Live.Inspector().InspectAsync(new InspectionRequest { Endpoint = "192.0.2.1:6379" }, Live.Cancellation));

        Assert.Contains("REDIS_CTO_ALLOWED_HOSTS", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsNotPutIntoWords()
    {
        using var listener = new FakeServer(_ => Task.Delay(Timeout.Infinite, Live.Cancellation));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Live.Inspector(("REDIS_URL", $"redis://{listener.Endpoint}")).InspectAsync(new InspectionRequest(), cancelled.Token));
    }

    [ServerTheory]
    public async Task NeitherPasswordsNorValuesNorKeys_AreInAReport(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Password = Refusals.Canary }, Live.Cancellation);
        await server.SendAsync("SET", "session:canary-key", "canary-value");
        for (var i = 0; i < 30; i++)
            await server.SendAsync("SET", $"session:{i}", "canary-value");

        var report = await Live.InspectAsync(server, $":{Refusals.Canary}");

        Assert.True(report.Reports("KEY02"));
        Assert.DoesNotContain("canary", report.Print(), StringComparison.Ordinal);
    }
}
