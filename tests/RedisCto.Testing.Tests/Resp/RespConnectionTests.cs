using RedisCto.Testing.Resp;

namespace RedisCto.Testing.Tests.Resp;

public sealed class RespConnectionTests : IAsyncLifetime
{
    private readonly string prefix = RedisServer.NewPrefix();
    private RedisServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await RedisServers.SharedAsync("redis-7.0", Cancellation);

    public async ValueTask DisposeAsync() => await server.SendAsync("DEL", prefix + "k", prefix + "h");

    [Fact]
    public async Task Replies_ReadAsRedisCliPrintsThem()
    {
        Assert.Equal("OK", await server.CliAsync($"SET {prefix}k \"a \\\"b\\\"\" EX 100"));
        Assert.Equal("\"a \\\"b\\\"\"", await server.CliAsync($"GET {prefix}k"));
        Assert.Equal("(integer) 100", await server.CliAsync($"TTL {prefix}k"));
        Assert.Equal("(nil)", await server.CliAsync($"GET {prefix}absent"));
        Assert.Equal("(empty array)", await server.CliAsync($"LRANGE {prefix}absent 0 -1"));
        Assert.StartsWith("(error) WRONGTYPE", await server.CliAsync($"LPUSH {prefix}k x"), StringComparison.Ordinal);
        Assert.Equal("1) (integer) 1\n2) 1) \"a\"\n   2) (nil)", await server.CliAsync("EVAL \"return {1, {'a', false}}\" 0"));
    }

    [Fact]
    public async Task Resp3_KeepsMapsNumbersAndTruths()
    {
        await server.SendAsync("HSET", prefix + "h", "f", "v");
        await using var client = await server.ConnectAsync(cancellation: Cancellation);
        await client.SendAsync(["HELLO", "3"], Cancellation);

        Assert.Equal("1# \"f\" => \"v\"", (await client.SendAsync(["HGETALL", prefix + "h"], Cancellation)).ToString());
        Assert.Equal("(true)", (await client.SendAsync(["EVAL", "redis.setresp(3); return true", "0"], Cancellation)).ToString());
        Assert.Equal("(double) 1.5", (await client.SendAsync(["EVAL", "redis.setresp(3); return {double=1.5}", "0"], Cancellation)).ToString());
        Assert.Equal("(nil)", (await client.SendAsync(["GET", prefix + "absent"], Cancellation)).ToString());
    }

    [Fact]
    public async Task ErrorReply_IsAnExceptionOrAReplyAsTheCallerChooses()
    {
        Assert.True((await server.TrySendAsync("NOSUCHCOMMAND")).IsError);
        var error = await Assert.ThrowsAsync<RespErrorException>(() => server.SendAsync("NOSUCHCOMMAND"));
        Assert.StartsWith("ERR unknown command", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BytesThatAreNoText_SurviveAsLatin1() =>
        Assert.Equal("\u00FF\u0000", (await server.SendAsync("EVAL", "return string.char(255, 0)", "0")).Text);

    [Fact]
    public async Task KilledConnection_IsNoticedAndReplaced()
    {
        await using var own = await RedisServers.StartAsync("redis-7.0", cancellation: Cancellation);
        var first = (await own.SendAsync("CLIENT", "ID")).Integer;
        await using var other = await own.ConnectAsync(cancellation: Cancellation);
        await other.SendAsync(["CLIENT", "KILL", "ID", $"{first}"], Cancellation);

        Assert.NotEqual(first, (await own.SendAsync("CLIENT", "ID")).Integer);
    }
}
