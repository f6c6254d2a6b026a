using RedisCto.Core;
using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Transcripts;

/// <summary>Replays the transcripts of pages on one server: on the servers they speak of they must hold, on the others they must not.</summary>
internal sealed class TranscriptRunner(string server, CancellationToken cancellation) : IAsyncDisposable
{
    private RedisServer? plain;
    private RedisServer? cluster;

    /// <summary>What one server says of one page.</summary>
    /// <param name="Proved">True where the page admits the server, at least one of its transcripts ran there, and all that ran held.</param>
    /// <param name="Faults">What is not as the page says.</param>
    public sealed record Verdict(bool Proved, IReadOnlyList<string> Faults);

    public async Task<Verdict> JudgeAsync(KnowledgeEntry page)
    {
        var faults = new List<string>();
        var held = 0;
        foreach (var block in page.Blocks.Where(block => block.Language == "redis"))
        {
            var (product, version) = await ServerAsync();
            if (block.NeedsCluster && product == Product.Garnet)
                continue; // Garnet forms a cluster in a way of its own.

            var admitted = page.AppliesTo.Admits(product, version) && (block.Range?.Admits(product, version) ?? true);
            var difference = await ReplayAsync(block);
            if (admitted && difference is not null)
                faults.Add($"{page.Id}, line {block.Line}, does not hold on {server}:\n{difference}");
            else if (!admitted && difference is null)
                faults.Add($"{page.Id}, line {block.Line}, holds on {server}, which '{block.Range ?? page.AppliesTo}' excludes");
            else if (admitted)
                held++;
        }

        return new Verdict(held > 0 && faults.Count == 0, faults);
    }

    public async ValueTask DisposeAsync()
    {
        if (plain is not null)
            await plain.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    private async Task<(Product Product, ServerVersion Version)> ServerAsync()
    {
        plain ??= await RedisServers.StartAsync(server, cancellation: cancellation);
        return (plain.Product, plain.Version);
    }

    private async Task<string?> ReplayAsync(FencedBlock block)
    {
        var transcript = Transcript.Parse(block.Text);
        // A transcript that turns the server's own screws gets a server to itself.
        if (block.Text.Contains("> CONFIG SET", StringComparison.Ordinal))
        {
            await using var own = await RedisServers.StartAsync(server, cancellation: cancellation);
            return await ReplayAsync(transcript, own);
        }

        var shared = block.NeedsCluster ? cluster ??= await StartClusterAsync() : plain!;
        await shared.SendAsync("FLUSHALL");
        return await ReplayAsync(transcript, shared);
    }

    private async Task<string?> ReplayAsync(Transcript transcript, RedisServer on)
    {
        await using var connection = await on.ConnectAsync(cancellation: cancellation);
        return await transcript.ReplayAsync(connection, cancellation);
    }

    private async Task<RedisServer> StartClusterAsync()
    {
        const int slots = 16384;
        var node = await RedisServers.StartAsync(server, new ServerOptions { Arguments = ["--cluster-enabled", "yes"] }, cancellation);
        await node.SendAsync(["CLUSTER", "ADDSLOTS", .. Enumerable.Range(0, slots).Select(slot => $"{slot}")]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!(await node.SendAsync("CLUSTER", "INFO")).Text.Contains("cluster_state:ok", StringComparison.Ordinal))
            await Task.Delay(20, limit.Token);
        return node;
    }
}
