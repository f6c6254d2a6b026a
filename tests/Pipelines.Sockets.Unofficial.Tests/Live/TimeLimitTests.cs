using System.Net;
using System.Net.Sockets;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>Every wait ends: by its own limit, by the caller's token, or because the multiplexer is disposed.</summary>
public sealed class TimeLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory(Redis.Recent)]
    public async Task CancelledWait_EndsAtOnce_AndLeavesTheConnectionUsable(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server);
        var database = redis.GetDatabase();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var blocked = database.ExecuteAsync("BLPOP", RedisServer.NewPrefix(), "2");

        giveUp.CancelAfter(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.WaitAsync(giveUp.Token));

        Assert.True((await blocked).IsNull);
        await database.PingAsync();
    }

    [ServerTheory(Redis.Recent)]
    public async Task SlowAnswer_TimesOut_AndIsNotTakenForTheNextOne(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server, options => options.AsyncTimeout = 500);
        var database = redis.GetDatabase();
        var key = RedisServer.NewPrefix();

        await Assert.ThrowsAsync<RedisTimeoutException>(() => database.ExecuteAsync("BLPOP", key, "3"));

        await Redis.RecoverAsync(database, Cancellation);
        Assert.Equal("mine", (string?)await database.ExecuteAsync("ECHO", "mine"));
    }

    [ServerTheory(Redis.Recent)]
    public async Task MultiplexerDisposedUnderWait_CancelsTheCommand(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        var redis = await Redis.ConnectAsync(server);
        var blocked = redis.GetDatabase().ExecuteAsync("BLPOP", RedisServer.NewPrefix(), "10");

        await redis.CloseAsync(allowCommandsToComplete: false).WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        await redis.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
    }

    [Fact]
    public async Task ServerThatNeverAnswers_FailsTheConnectInTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = Redis.Options(silent.LocalEndpoint.ToString()!);
        options.ConnectTimeout = 500;
        options.ConnectRetry = 1;

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    [Fact]
    public async Task PortThatNobodyListensOn_FailsTheConnectInTime()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var endpoint = closed.LocalEndpoint.ToString()!;
        closed.Stop();
        var options = Redis.Options(endpoint);
        options.ConnectTimeout = 1_000;
        options.ConnectRetry = 1;

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }
}
