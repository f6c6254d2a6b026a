using StackExchange.Redis;

namespace RedisCto.Testing.Tests;

/// <summary>The connection strings are understood by the client they are written for.</summary>
public sealed class ConnectionStringTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory]
    public async Task PlainServer_IsReachedAsAdministrator(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Password = "opensesame" }, Cancellation);

        await using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await client.GetDatabase().StringSetAsync("k", "v");
        await client.GetServer(server.Endpoint).FlushAllDatabasesAsync();

        Assert.False(await client.GetDatabase().KeyExistsAsync("k"));
    }

    [ServerTheory]
    public async Task TlsServer_IsReachedByAClientThatTrustsItsAuthority(string name)
    {
        await using var server = await RedisServers.StartAsync(name, new() { Tls = true }, Cancellation);
        var trusting = ConfigurationOptions.Parse(server.TlsConnectionString);
        trusting.TrustIssuer(server.CertificatePath!);
        var distrusting = ConfigurationOptions.Parse(server.TlsConnectionString);
        distrusting.ConnectTimeout = 1000;

        await using var client = await ConnectionMultiplexer.ConnectAsync(trusting);

        Assert.True(await client.GetDatabase().StringSetAsync("k", "v"));
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(distrusting));
    }

    [ServerTheory("redis >= 7.0 < 8.0, valkey < 9.0")]
    public async Task Cluster_IsReachedOnEveryNode(string name)
    {
        await using var cluster = await RedisServers.StartClusterAsync(name, cancellation: Cancellation);
        await using var client = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);

        for (var i = 0; i < 50; i++)
            await client.GetDatabase().StringSetAsync($"k{i}", "v");

        var counts = await Task.WhenAll(cluster.Nodes.Select(async node => (await node.SendAsync("DBSIZE")).Integer));
        Assert.Equal(50, counts.Sum());
        Assert.All(counts, count => Assert.True(count > 0));
    }

    [ServerTheory("redis >= 7.0 < 8.0, valkey < 9.0")]
    public async Task Sentinel_LeadsToThePrimary(string name)
    {
        await using var set = await RedisServers.StartSentinelAsync(name, Cancellation);
        await using var client = await ConnectionMultiplexer.ConnectAsync(set.ConnectionString);

        await client.GetDatabase().StringSetAsync("k", "v");

        Assert.Equal("v", (await set.Primary.SendAsync("GET", "k")).Text);
    }
}
