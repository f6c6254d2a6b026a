using System.Collections.Concurrent;
using RedisCto.Core;
using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing;

/// <summary>Real servers for tests, by name: found or fetched on first use, started on a free loopback port, gone when the test is.</summary>
public static class RedisServers
{
    private static readonly ServerLocator Locator = new(ServerCache.Default, Environment.GetEnvironmentVariable);
    private static readonly ConcurrentDictionary<string, Lazy<Task<ServerBinary>>> Located = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<Task<RedisServer>>> Shared = new(StringComparer.Ordinal);

    /// <summary>Every name of the matrix: <c>redis-6.0</c> … <c>valkey-9.1</c>, <c>garnet</c>, and those added by REDIS_CTO_SERVER_* variables.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ServerMatrix.All.Select(server => server.Name)];

    /// <summary>The names that every machine's test run has: <see cref="Names"/> without those that this machine's variables add.</summary>
    public static IReadOnlyList<string> FixedNames { get; } = [.. ServerMatrix.Fixed.Select(server => server.Name)];

    /// <summary>The names that a range admits.</summary>
    public static IReadOnlyList<string> NamesIn(VersionRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return [.. ServerMatrix.All.Where(server => range.Admits(server.Product, server.Version)).Select(server => server.Name)];
    }

    /// <summary>Finds the program of a server and fetches it where the cache does not have it, once per process.</summary>
    /// <exception cref="ArgumentException">The matrix has no such name.</exception>
    /// <exception cref="ServerUnavailableException">It cannot be had on this machine.</exception>
    public static Task<ServerBinary> LocateAsync(string name, CancellationToken cancellation = default)
    {
        var server = ServerMatrix.Find(name);
        // The caller's token ends only its own wait: another test may wait for the same download.
        return Located.GetOrAdd(name, _ => new(() => Locator.LocateAsync(server, CancellationToken.None))).Value.WaitAsync(cancellation);
    }

    /// <summary>Starts a server of the test's own; dispose of it at the end of the test.</summary>
    /// <exception cref="ServerUnavailableException">It cannot be had on this machine; <see cref="ServerTheoryAttribute"/> says what follows.</exception>
    /// <exception cref="IOException">It was started but did not answer; the message has the end of its log.</exception>
    public static async Task<RedisServer> StartAsync(string name, ServerOptions? options = null, CancellationToken cancellation = default) =>
        await RedisServer.StartAsync(await LocateAsync(name, cancellation), options ?? ServerOptions.Default, cancellation);

    /// <summary>Starts a primary and a replica that has caught up. Redis and Valkey.</summary>
    public static Task<ReplicaPair> StartReplicaPairAsync(string name, ServerOptions? options = null, CancellationToken cancellation = default) =>
        ReplicaPair.StartAsync(name, options ?? ServerOptions.Default, cancellation);

    /// <summary>Starts a cluster of primaries that own all slots, and waits until each node sees it whole. Redis and Valkey.</summary>
    public static Task<RedisCluster> StartClusterAsync(
        string name, int nodes = 3, ServerOptions? options = null, CancellationToken cancellation = default) =>
        RedisCluster.StartAsync(name, nodes, options ?? ServerOptions.Default, cancellation);

    /// <summary>Starts a primary, a replica and a Sentinel that knows both. Redis and Valkey.</summary>
    public static Task<SentinelSet> StartSentinelAsync(string name, CancellationToken cancellation = default) =>
        SentinelSet.StartAsync(name, cancellation);

    /// <summary>
    /// A server that all tests of the process share and nobody disposes of. Tests run side by side on it: use keys of your own
    /// (<see cref="RedisServer.NewPrefix"/>), and neither FLUSHALL nor CONFIG SET; what needs those starts a server of its own.
    /// </summary>
    public static Task<RedisServer> SharedAsync(string name, CancellationToken cancellation = default) =>
        Shared.GetOrAdd(name, static key => new(() => StartAsync(key))).Value.WaitAsync(cancellation);

    /// <summary>Starts servers side by side; where one fails, none is left.</summary>
    internal static async Task<IReadOnlyList<RedisServer>> StartManyAsync(
        string name, int count, ServerOptions options, CancellationToken cancellation)
    {
        if (ServerMatrix.Find(name).Product is not (Product.Redis or Product.Valkey))
        {
            throw new ArgumentException(
                $"{name} is started alone only; replicas, clusters and Sentinels are for Redis and Valkey.", nameof(name));
        }

        var starting = Enumerable.Range(0, count).Select(_ => StartAsync(name, options, cancellation)).ToList();
        try
        {
            return await Task.WhenAll(starting);
        }
        catch
        {
            foreach (var started in starting.Where(task => task.IsCompletedSuccessfully))
                await (await started).DisposeAsync();
            throw;
        }
    }
}
