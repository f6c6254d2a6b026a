namespace RedisCto.Testing.Tests;

public sealed class TopologyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("redis, valkey")]
    public async Task ReplicaPair_CarriesWritesToTheReplica(string name)
    {
        await using var pair = await RedisServers.StartReplicaPairAsync(name, cancellation: Cancellation);

        await pair.Primary.SendAsync("SET", "k", "v");
        await pair.WaitForSyncAsync(Cancellation);

        Assert.Equal("v", (await pair.Replica.SendAsync("GET", "k")).Text);
        Assert.StartsWith("READONLY", (await pair.Replica.TrySendAsync("SET", "k", "w")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplicaPair_WithPassword_IsInSync()
    {
        await using var pair = await RedisServers.StartReplicaPairAsync("redis-8.0", new() { Password = "opensesame" }, Cancellation);

        await pair.Primary.SendAsync("SET", "k", "v");
        await pair.WaitForSyncAsync(Cancellation);

        Assert.Equal("v", (await pair.Replica.SendAsync("GET", "k")).Text);
    }

    [ServerTheory("redis, valkey")]
    public async Task Cluster_OwnsEverySlotAndRedirects(string name)
    {
        await using var cluster = await RedisServers.StartClusterAsync(name, cancellation: Cancellation);

        Assert.Equal("16384", InfoText.Field((await cluster.Nodes[0].SendAsync("CLUSTER", "INFO")).Text, "cluster_slots_ok"));
        var owner = await cluster.OwnerOfAsync("user:1");
        Assert.Equal("OK", (await owner.SendAsync("SET", "user:1", "v")).Text);
        var other = cluster.Nodes.First(node => node != owner);
        Assert.Equal($"MOVED 10778 {owner.Endpoint}", (await other.TrySendAsync("GET", "user:1")).Text);
    }

    [ServerTheory("redis, valkey")]
    public async Task Sentinel_PromotesTheReplicaWhenThePrimaryDies(string name)
    {
        await using var set = await RedisServers.StartSentinelAsync(name, Cancellation);
        Assert.Equal(set.Primary.Port, await set.PrimaryPortAsync());

        await set.Primary.KillAsync(Cancellation);

        await Eventually.TrueAsync("the replica is the primary", async () => await set.PrimaryPortAsync() == set.Replica.Port,
            TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal("OK", (await set.Replica.SendAsync("SET", "k", "v")).Text);
    }

    [Fact]
    public async Task Garnet_IsStartedAloneOnly() =>
        Assert.Contains("alone", (await Assert.ThrowsAsync<ArgumentException>(() =>
            RedisServers.StartReplicaPairAsync("garnet", cancellation: Cancellation))).Message, StringComparison.Ordinal);
}
