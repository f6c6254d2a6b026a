using System.Diagnostics;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>Runs alone: it counts what the whole process holds.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTestsCollection;

/// <summary>A disposed multiplexer leaves nothing behind: no socket, no thread, no memory.</summary>
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    private const int Parallel = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("valkey >= 9.1")]
    public async Task ThousandConnectionsDisposed_LeaveNothing(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        var options = Redis.Options(server);

        // The first ones load code and fill pools.
        await CycleAsync(options, 100);
        var before = await MeasureAsync();
        await CycleAsync(options, 1_000);
        var after = await MeasureAsync();

        Assert.InRange(after.ManagedBytes, 0, before.ManagedBytes + (8 * 1024 * 1024));
        Assert.InRange(after.Threads, 0, before.Threads + 4);
        Assert.InRange(after.Handles, 0, before.Handles + 4);
        await NoConnectionIsLeftAsync(server);
    }

    [ServerTheory("valkey >= 9.1")]
    public async Task DedicatedSocketThreads_EndWithTheirManager(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        var before = await MeasureAsync();

        for (var i = 0; i < 20; i++)
        {
            using var manager = new SocketManager("leak test", workerCount: 5);
            await using var redis = await Redis.ConnectAsync(server, options => options.SocketManager = manager);
            var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => redis.GetDatabase().StringIncrementAsync($"n{i}")));
            Assert.Equal(Enumerable.Range(1, 1_000).Select(n => (long)n), answers);
        }

        await Eventually.TrueAsync(
            "the threads of 20 socket managers ended",
            async () => (await MeasureAsync()).Threads <= before.Threads + 4,
            Cancellation);
        await NoConnectionIsLeftAsync(server);
    }

    private static Task CycleAsync(ConfigurationOptions options, int times) => System.Threading.Tasks.Parallel.ForAsync(
        0,
        times,
        new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = Cancellation },
        async (i, _) =>
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().StringSetAsync($"k{i}", i);
        });

    private static async Task<(long ManagedBytes, int Threads, int Handles)> MeasureAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // Sockets and pool threads end in their own time.
        await Task.Delay(TimeSpan.FromMilliseconds(500), Cancellation);
        using var process = Process.GetCurrentProcess();
        var handles = OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
        return (GC.GetTotalMemory(forceFullCollection: true), process.Threads.Count, handles);
    }

    /// <summary>Seen from the server, whose own connection of this test is the only one.</summary>
    private static Task NoConnectionIsLeftAsync(RedisServer server) => Eventually.TrueAsync(
        "the server has no client but this test",
        async () => InfoText.Field((await server.SendAsync("INFO", "clients")).Text, "connected_clients") is "1",
        Cancellation);
}
