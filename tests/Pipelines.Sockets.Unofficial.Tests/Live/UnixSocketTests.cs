using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>A server on the same machine can be reached through a file.</summary>
public sealed class UnixSocketTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("redis >= 8.6")]
    public async Task UnixSocket_AnswersAsTcpDoes(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Redis servers run on Unix.");
        await using var server = await RedisServers.StartAsync(name, new() { Arguments = ["--unixsocket", "redis.sock"] }, Cancellation);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis.Options($"!{Path.Combine(server.DataFolder, "redis.sock")}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => redis.GetDatabase().StringIncrementAsync("n")));

        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => (long)n), answers);
    }
}
