using System.Threading.Channels;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>Messages arrive in order, by name and by pattern, from both protocol versions, and no more after unsubscribing.</summary>
public sealed class PubSubTests
{
    private const int Messages = 5_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory(Redis.Recent)]
    public Task MessagesOverResp2_ArriveInOrder(string name) => MessagesArriveInOrderAsync(name, RedisProtocol.Resp2);

    [ServerTheory(Redis.Recent)]
    public Task MessagesOverResp3_ArriveInOrder(string name) => MessagesArriveInOrderAsync(name, RedisProtocol.Resp3);

    [ServerTheory(Redis.Recent)]
    public async Task EveryHandlerOfAChannel_IsCalled_UntilItUnsubscribes(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server);
        var subscriber = redis.GetSubscriber();
        var channel = RedisChannel.Literal(RedisServer.NewPrefix());
        var heard = Channel.CreateUnbounded<string>();
        void First(RedisChannel from, RedisValue message) => heard.Writer.TryWrite($"first {message}");
        void Second(RedisChannel from, RedisValue message) => heard.Writer.TryWrite($"second {message}");

        await subscriber.SubscribeAsync(channel, First);
        await subscriber.SubscribeAsync(channel, Second);
        await subscriber.PublishAsync(channel, "a");
        string[] both = [await heard.Reader.ReadAsync(Cancellation), await heard.Reader.ReadAsync(Cancellation)];
        Assert.Equal(["first a", "second a"], both.Order(StringComparer.Ordinal));

        await subscriber.UnsubscribeAsync(channel, First);
        await subscriber.PublishAsync(channel, "b");
        Assert.Equal("second b", await heard.Reader.ReadAsync(Cancellation));
        Assert.False(heard.Reader.TryRead(out _));

        await subscriber.UnsubscribeAsync(channel);
        Assert.Equal(0, await subscriber.PublishAsync(channel, "c"));
    }

    private static async Task MessagesArriveInOrderAsync(string name, RedisProtocol protocol)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server, options => options.Protocol = protocol);
        var subscriber = redis.GetSubscriber();
        var prefix = RedisServer.NewPrefix();
        var byName = await subscriber.SubscribeAsync(RedisChannel.Literal(prefix + "news"));
        var byPattern = await subscriber.SubscribeAsync(RedisChannel.Pattern(prefix + "*"));

        var published = await Task.WhenAll(
            Enumerable.Range(0, Messages).Select(i => subscriber.PublishAsync(RedisChannel.Literal(prefix + "news"), i)));

        Assert.All(published, receivers => Assert.Equal(2, receivers));
        for (var i = 0; i < Messages; i++)
        {
            Assert.Equal(i, (int)(await byName.ReadAsync(Cancellation)).Message);
            Assert.Equal(i, (int)(await byPattern.ReadAsync(Cancellation)).Message);
        }
    }
}
