using System.Globalization;

namespace RedisCto.Testing;

/// <summary>A cluster of primaries on loopback that own all 16,384 slots in equal ranges.</summary>
public sealed record RedisCluster(IReadOnlyList<RedisServer> Nodes) : IAsyncDisposable
{
    private const int Slots = 16384;

    /// <summary>For StackExchange.Redis: every node, as administrator.</summary>
    public string ConnectionString => $"{string.Join(',', Nodes.Select(node => node.Endpoint))},allowAdmin=true";

    internal static async Task<RedisCluster> StartAsync(string name, int nodes, ServerOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        var clustered = options with { Arguments = [.. options.Arguments, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000"] };
        var cluster = new RedisCluster(await RedisServers.StartManyAsync(name, nodes, clustered, cancellation));
        try
        {
            await cluster.JoinAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that owns a key's slot.</summary>
    public async Task<RedisServer> OwnerOfAsync(string key)
    {
        var slot = (await Nodes[0].SendAsync("CLUSTER", "KEYSLOT", key)).Integer;
        var owner = (await Nodes[0].SendAsync("CLUSTER", "SLOTS")).Items
            .First(range => range.Items[0].Integer <= slot && slot <= range.Items[1].Integer);
        return Nodes.First(node => node.Port == owner.Items[2].Items[1].Integer);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            // Nodes that meet with one epoch would have to settle it among themselves, which takes seconds.
            await Nodes[i].SendAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
            // ADDSLOTSRANGE is not there before 7.0.
            var (first, last) = (Slots * i / Nodes.Count, (Slots * (i + 1) / Nodes.Count) - 1);
            await Nodes[i].SendAsync(["CLUSTER", "ADDSLOTS", .. Enumerable.Range(first, last - first + 1).Select(Text)]);
        }

        foreach (var node in Nodes.Skip(1))
            await Nodes[0].SendAsync("CLUSTER", "MEET", node.Host, Text(node.Port));
        foreach (var node in Nodes)
        {
            await Eventually.TrueAsync(
                $"{node.Endpoint} sees a whole cluster", async () => IsWhole((await node.SendAsync("CLUSTER", "INFO")).Text), cancellation);
        }
    }

    private bool IsWhole(string info) =>
        InfoText.Field(info, "cluster_state") is "ok"
        && string.Equals(InfoText.Field(info, "cluster_known_nodes"), Text(Nodes.Count), StringComparison.Ordinal)
        && string.Equals(InfoText.Field(info, "cluster_size"), Text(Nodes.Count), StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
