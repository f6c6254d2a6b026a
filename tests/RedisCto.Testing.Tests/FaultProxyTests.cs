using System.Diagnostics;
using System.Net.Sockets;
using RedisCto.Testing.Resp;

namespace RedisCto.Testing.Tests;

public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private readonly string prefix = RedisServer.NewPrefix();
    private RedisServer server = null!;
    private FaultProxy proxy = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await RedisServers.SharedAsync("redis-7.0", Cancellation);
        proxy = FaultProxy.Start(server);
    }

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    [Fact]
    public async Task Pass_CarriesBothWaysAndCounts()
    {
        await using var client = await ConnectAsync();

        Assert.Equal("OK", (await client.SendAsync(["SET", prefix + "k", "v"], Cancellation)).Text);
        Assert.Equal("v", (await client.SendAsync(["GET", prefix + "k"], Cancellation)).Text);

        Assert.Equal(1, proxy.Connections);
        Assert.Equal(1, proxy.OpenConnections);
        Assert.Equal("+OK\r\n$1\r\nv\r\n".Length, proxy.BytesToClient);
        Assert.True(proxy.BytesToServer > proxy.BytesToClient);
    }

    [Fact]
    public async Task Pass_CarriesTenMegabytes()
    {
        await using var client = await ConnectAsync();
        var value = new string('x', 10 << 20);

        await client.SendAsync(["SET", prefix + "big", value, "EX", "60"], Cancellation);

        Assert.Equal(value, (await client.SendAsync(["GET", prefix + "big"], Cancellation)).Text);
    }

    [Fact]
    public async Task Delay_HoldsRepliesOfOpenConnectionsUntilItIsLifted()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(["PING"], Cancellation);

        proxy.Mode = FaultMode.Delay(Short);
        var watch = Stopwatch.StartNew();
        await client.SendAsync(["PING"], Cancellation);
        Assert.InRange(watch.Elapsed, Short, TimeSpan.FromSeconds(10));

        proxy.Mode = FaultMode.Delay(TimeSpan.FromMinutes(10));
        var held = client.SendAsync(["PING"], Cancellation);
        Assert.NotSame(held, await Task.WhenAny(held, Task.Delay(Short, Cancellation)));
        proxy.Mode = FaultMode.Pass;
        Assert.Equal("PONG", (await held).Text);
    }

    [Fact]
    public async Task BlackHole_AnswersNothingClosesNothingAndDeliversLater()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(["PING"], Cancellation);

        proxy.Mode = FaultMode.BlackHole;
        await using var fresh = await ConnectAsync();
        var patience = client.Limit;
        client.Limit = fresh.Limit = Short;
        await Assert.ThrowsAsync<TimeoutException>(() => client.SendAsync(["INCR", prefix + "n"], Cancellation));
        await Assert.ThrowsAsync<TimeoutException>(() => fresh.SendAsync(["PING"], Cancellation));
        Assert.True((await server.SendAsync("GET", prefix + "n")).IsNull);

        proxy.Mode = FaultMode.Pass;
        client.Limit = fresh.Limit = patience;
        Assert.Equal(1, (await client.ReceiveAsync(Cancellation)).Integer);
        Assert.Equal("PONG", (await fresh.ReceiveAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task DropReply_ExecutesOnceAndEndsTheConnection()
    {
        await using var client = await ConnectAsync();
        proxy.Mode = FaultMode.DropReplyAfterExecute();

        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["INCR", prefix + "n"], Cancellation));

        Assert.Equal("1", (await server.SendAsync("GET", prefix + "n")).Text);
        Assert.Equal(0, proxy.BytesToClient);
    }

    [Fact]
    public async Task DropReply_OfOneCommandLeavesTheOthersAlone()
    {
        await using var client = await ConnectAsync();
        proxy.Mode = FaultMode.DropReplyAfterExecute("incr");

        Assert.Equal("PONG", (await client.SendAsync(["PING"], Cancellation)).Text);
        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["INCR", prefix + "n"], Cancellation));

        Assert.Equal("1", (await server.SendAsync("GET", prefix + "n")).Text);
    }

    [Fact]
    public async Task CutAfterBytes_EndsInTheMiddleOfAReply()
    {
        await server.SendAsync("SET", prefix + "k", "0123456789");
        proxy.Mode = FaultMode.CutAfterBytes(10);
        using var client = new TcpClient(proxy.Host, proxy.Port);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {prefix}k\r\n"), Cancellation);

        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("$10\r\n01234", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task CutAfterBytes_CountsEachConnectionForItself()
    {
        proxy.Mode = FaultMode.CutAfterBytes("+PONG\r\n".Length * 2);
        for (var i = 0; i < 2; i++)
        {
            await using var client = await ConnectAsync();
            await client.SendAsync(["PING"], Cancellation);
            Assert.Equal("PONG", (await client.SendAsync(["PING"], Cancellation)).Text);
            await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["PING"], Cancellation));
        }
    }

    [Fact]
    public async Task Refuse_EndsOpenConnectionsRefusesNewOnesAndKeepsThePort()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(["PING"], Cancellation);

        proxy.Mode = FaultMode.Refuse;
        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["PING"], Cancellation));
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        proxy.Mode = FaultMode.Pass;
        await using var again = await ConnectAsync();
        Assert.Equal("PONG", (await again.SendAsync(["PING"], Cancellation)).Text);
    }

    [Fact]
    public async Task ResetConnections_EndsTheOpenOnesOnly()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(["PING"], Cancellation);

        proxy.ResetConnections();

        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["PING"], Cancellation));
        await using var again = await ConnectAsync();
        Assert.Equal("PONG", (await again.SendAsync(["PING"], Cancellation)).Text);
        Assert.Equal(1, proxy.OpenConnections);
    }

    [Fact]
    public async Task ServerThatIsGone_EndsTheConnection()
    {
        await using var own = await RedisServers.StartAsync("redis-7.0", cancellation: Cancellation);
        await using var front = FaultProxy.Start(own);
        await own.KillAsync(Cancellation);

        await using var client = await RespConnection.ConnectAsync(front.Host, front.Port, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => client.SendAsync(["PING"], Cancellation));
    }

    private Task<RespConnection> ConnectAsync() => RespConnection.ConnectAsync(proxy.Host, proxy.Port, Cancellation);
}
