namespace RedisCto.Testing;

/// <summary>A primary and a replica that has caught up with it.</summary>
public sealed record ReplicaPair(RedisServer Primary, RedisServer Replica) : IAsyncDisposable
{
    internal static async Task<ReplicaPair> StartAsync(string name, ServerOptions options, CancellationToken cancellation)
    {
        var servers = await RedisServers.StartManyAsync(name, 2, options, cancellation);
        var pair = new ReplicaPair(servers[0], servers[1]);
        try
        {
            if (options.Password is { } password)
            {
                await pair.Replica.SendAsync("CONFIG", "SET", "masterauth", password);
                await pair.Primary.SendAsync("CONFIG", "SET", "masterauth", password);
            }

            // A diskless sync waits five seconds for further replicas; none will come.
            await pair.Primary.SendAsync("CONFIG", "SET", "repl-diskless-sync-delay", "0");
            await pair.Replica.SendAsync("REPLICAOF", pair.Primary.Host, $"{pair.Primary.Port}");
            await pair.WaitForSyncAsync(cancellation);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the replica's link is up and it has every byte the primary has written so far.</summary>
    /// <exception cref="TimeoutException">It did not catch up.</exception>
    public Task WaitForSyncAsync(CancellationToken cancellation = default) =>
        Eventually.TrueAsync("the replica has caught up", async () =>
        {
            var primary = (await Primary.SendAsync("INFO", "replication")).Text;
            var replica = (await Replica.SendAsync("INFO", "replication")).Text;
            return replica.Contains("master_link_status:up", StringComparison.Ordinal)
                && InfoText.Field(replica, "slave_repl_offset") is { } reached
                && string.Equals(reached, InfoText.Field(primary, "master_repl_offset"), StringComparison.Ordinal);
        }, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }
}
