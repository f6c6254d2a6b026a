using RedisCto.Core;

namespace RedisCto.Testing.Tests;

public sealed class RedisServersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory]
    public async Task EveryServerOfTheMatrix_StartsAndIsWhatItsNameSays(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);

        Assert.Equal("PONG", await server.CliAsync("PING"));
        var info = (await server.SendAsync("INFO", "server")).Text;
        var (field, product) = server.Product switch
        {
            Product.Valkey => ("valkey_version:", "valkey"),
            Product.Garnet => ("garnet_version:", "garnet"),
            _ => ("redis_version:", "redis"),
        };
        Assert.Contains($"{field}{server.Version}", info, StringComparison.Ordinal);
        Assert.StartsWith(product, name, StringComparison.Ordinal);
    }

    [ServerTheory("redis >= 7.0, valkey")]
    public async Task AServerOfTheTestsOwn_IsEmptyAndKeepsNothing(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);

        Assert.Equal(0, (await server.SendAsync("DBSIZE")).Integer);
        Assert.Equal("", (await server.SendAsync("CONFIG", "GET", "save")).Items[1].Text);
        Assert.Equal("no", (await server.SendAsync("CONFIG", "GET", "appendonly")).Items[1].Text);
        Assert.False((await server.TrySendAsync("DEBUG", "SLEEP", "0")).IsError);
    }
}
