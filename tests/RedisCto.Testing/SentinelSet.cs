namespace RedisCto.Testing;

/// <summary>A primary and its replica, watched by one Sentinel that may fail over by itself (quorum 1, down after one second).</summary>
public sealed record SentinelSet(ReplicaPair Pair, RedisServer Sentinel) : IAsyncDisposable
{
    /// <summary>The name under which the Sentinel knows the primary.</summary>
    public const string ServiceName = "primary";

    public RedisServer Primary => Pair.Primary;

    public RedisServer Replica => Pair.Replica;

    /// <summary>For StackExchange.Redis: it asks the Sentinel for the primary.</summary>
    public string ConnectionString => $"{Sentinel.Endpoint},serviceName={ServiceName},allowAdmin=true";

    internal static async Task<SentinelSet> StartAsync(string name, CancellationToken cancellation)
    {
        var pair = await ReplicaPair.StartAsync(name, ServerOptions.Default, cancellation);
        try
        {
            var options = new ServerOptions
            {
                Sentinel =
                [
                    $"sentinel monitor {ServiceName} {pair.Primary.Host} {pair.Primary.Port} 1",
                    $"sentinel down-after-milliseconds {ServiceName} 1000",
                    $"sentinel failover-timeout {ServiceName} 5000",
                ],
            };
            var set = new SentinelSet(pair, await RedisServers.StartAsync(name, options, cancellation));
            try
            {
                await Eventually.TrueAsync("the Sentinel knows the replica", set.KnowsReplicaAsync, cancellation);
                return set;
            }
            catch
            {
                await set.Sentinel.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The port of the server that the Sentinel holds for the primary.</summary>
    public async Task<long> PrimaryPortAsync() => (await Sentinel.SendAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", ServiceName)).Items[1].Integer;

    public async ValueTask DisposeAsync()
    {
        await Sentinel.DisposeAsync();
        await Pair.DisposeAsync();
    }

    private async Task<bool> KnowsReplicaAsync()
    {
        var replicas = await Sentinel.SendAsync("SENTINEL", "REPLICAS", ServiceName);
        // A replica is promoted only when the Sentinel has read from its INFO that its link is up.
        return replicas.Items.Any(replica => replica.Items.Any(field => field.Text is "ok"));
    }
}
