using System.Threading.Channels;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>A connection that the server ends is noticed at once, its commands fail or are retried, and the next ones work again.</summary>
public sealed class ReconnectTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory(Redis.Recent)]
    public async Task ClientKill_IsSurvived_AndSubscriptionsReturn(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var redis = await Redis.ConnectAsync(server);
        var failures = Channel.CreateUnbounded<ConnectionFailureType>();
        redis.ConnectionFailed += (_, failure) => failures.Writer.TryWrite(failure.FailureType);
        var database = redis.GetDatabase();
        var channel = RedisChannel.Literal("news");
        var messages = await redis.GetSubscriber().SubscribeAsync(channel);
        await database.StringSetAsync("k", "before");

        foreach (var type in new[] { "normal", "pubsub" })
        {
            Assert.InRange((await server.SendAsync("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes")).Integer, 1, 1);
            Assert.Contains(
                await failures.Reader.ReadAsync(Cancellation), new[] { ConnectionFailureType.SocketClosed, ConnectionFailureType.SocketFailure });
        }

        await Redis.RecoverAsync(database, Cancellation);
        Assert.Equal("before", await database.StringGetAsync("k"));
        await Eventually.TrueAsync(
            "the channel has its subscriber again",
            async () => (await server.SendAsync("PUBLISH", "news", "after")).Integer == 1,
            Cancellation);
        Assert.Equal("after", (await messages.ReadAsync(Cancellation)).Message);
    }

    [ServerTheory(Redis.Recent)]
    public async Task ServerRestart_IsSurvived(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var redis = await Redis.ConnectAsync(server);
        var database = redis.GetDatabase();
        await database.StringSetAsync("k", "lost with the restart");

        await server.RestartAsync(Cancellation);

        await Redis.RecoverAsync(database, Cancellation);
        Assert.True((await database.StringGetAsync("k")).IsNull);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => database.StringIncrementAsync("n")));
        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => (long)n), answers);
    }

    [ServerTheory(Redis.Recent)]
    public async Task CrashUnderLoad_FailsOrAnswersEveryCommand(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var redis = await Redis.ConnectAsync(server, options => options.BacklogPolicy = BacklogPolicy.FailFast);
        var database = redis.GetDatabase();
        var value = new byte[64 * 1024];

        var load = Enumerable.Range(0, 2_000).Select(i => database.StringSetAsync($"k{i}", value)).ToArray();
        await server.KillAsync(Cancellation);
        var ended = Task.WhenAll(load.Select(async command =>
        {
            try
            {
                await command;
            }
            catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException or IOException)
            {
                // Killed under load: a failure is as right as an answer, silence is not. The socket's own exception gets through
                // when StackExchange.Redis notices the end twice at once, reading and writing.
            }
        }));
        await ended.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        await server.RestartAsync(Cancellation);
        await Redis.RecoverAsync(database, Cancellation);
    }
}
