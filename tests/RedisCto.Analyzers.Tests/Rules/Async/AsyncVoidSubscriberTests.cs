using RedisCto.Analyzers.Rules.Async;
using RedisCto.CodeFixes.Rules.Async;

namespace RedisCto.Analyzers.Tests.Rules.Async;

/// <summary>RCTO1108: an async handler where Subscribe takes an Action.</summary>
public sealed class AsyncVoidSubscriberTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<AsyncVoidSubscriberAnalyzer, AsyncVoidSubscriberFix>();

    [Theory]
    [InlineData("""void Listen() { [|_sub.Subscribe(RedisChannel.Literal("orders"), async (channel, value) => { await HandleAsync(value); })|]; }""", """_sub.Subscribe(RedisChannel.Literal("orders")).OnMessage(async message => { await HandleAsync(message.Message); });""")]
    [InlineData("""async Task Listen() { await [|_sub.SubscribeAsync(RedisChannel.Pattern("o.*"), async (channel, value) => await HandleAsync(channel + ":" + value))|]; }""", """(await _sub.SubscribeAsync(RedisChannel.Pattern("o.*"))).OnMessage(async message => await HandleAsync(message.Channel + ":" + message.Message));""")]
    [InlineData("""void Listen(IConnectionMultiplexer mux) { [|mux.GetSubscriber().Subscribe(RedisChannel.Literal("a"), async (_, value) => await HandleAsync(value), CommandFlags.DemandMaster)|]; }""", """mux.GetSubscriber().Subscribe(RedisChannel.Literal("a"), CommandFlags.DemandMaster).OnMessage(""")]
    [InlineData("""async Task Listen() { await [|_sub.SubscribeAsync(RedisChannel.Literal("a"), async (RedisChannel c, RedisValue v) => { Console.WriteLine(c); await HandleAsync(v); })|].ConfigureAwait(false); }""", """(await _sub.SubscribeAsync(RedisChannel.Literal("a")).ConfigureAwait(false)).OnMessage(""")]
    [InlineData("""void Listen() { [|_sub.Subscribe(RedisChannel.Literal("a"), async (c, v) => { try { await HandleAsync(v); } catch (TimeoutException) { } })|]; }""", "OnMessage(async message => { try { await HandleAsync(message.Message); }")]
    public async Task AsyncLambda_IsReportedAndHandedToOnMessage(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Listen() { [|_sub.Subscribe(RedisChannel.Literal("a"), Handle)|]; } async void Handle(RedisChannel c, RedisValue v) => await HandleAsync(v);""")]
    [InlineData("""void Listen() { [|_sub.Subscribe(RedisChannel.Literal("a"), (c, v) => Handle(v))|]; } async void Handle(string? v) { await HandleAsync(v!); }""")]
    [InlineData("""void Listen() { Action<RedisChannel, RedisValue> handler = async (c, v) => await HandleAsync(v); [|_sub.Subscribe(RedisChannel.Literal("a"), handler)|]; }""")]
    [InlineData("""Task Listen() => [|_sub.SubscribeAsync(RedisChannel.Literal("a"), async (c, v) => await HandleAsync(v))|];""")]
    [InlineData("""void On(string channel, Action<RedisChannel, RedisValue> handler) => _sub.Subscribe(RedisChannel.Literal(channel), handler); void Listen() => [|On("a", async (c, v) => await HandleAsync(v))|];""")]
    [InlineData("""void Listen() { [|_sub.Subscribe(RedisChannel.Literal("a")).OnMessage(Handle)|]; } async void Handle(ChannelMessage m) => await HandleAsync(m.Message);""")]
    public Task OtherShape_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""void Listen() => _sub.Subscribe(RedisChannel.Literal("a")).OnMessage(async message => await HandleAsync(message.Message));""")]
    [InlineData("""async Task Listen() => (await _sub.SubscribeAsync(RedisChannel.Literal("a"))).OnMessage(async message => await HandleAsync(message.Message));""")]
    [InlineData("""void Listen() => _sub.Subscribe(RedisChannel.Literal("a"), (c, v) => Console.WriteLine(v));""")]
    [InlineData("""void Listen() => _sub.Subscribe(RedisChannel.Literal("a"), (c, v) => _ = HandleAsync(v));""")]
    [InlineData("""void Listen() => _sub.Subscribe(RedisChannel.Literal("a"), async (c, v) => { try { await HandleAsync(v); } catch (Exception failure) { Console.WriteLine(failure); } });""")]
    [InlineData("""void Listen() { _sub.Subscribe(RedisChannel.Literal("a"), Handle); } void Handle(RedisChannel c, RedisValue v) => Console.WriteLine(v);""")]
    [InlineData("""void Listen(System.Threading.Channels.ChannelWriter<string> work) => _sub.Subscribe(RedisChannel.Literal("a"), (c, v) => work.TryWrite(v!));""")]
    [InlineData("""void Listen(IObservable<string> source) => source.Subscribe(new Observer()); class Observer : IObserver<string> { public void OnCompleted() { } public void OnError(Exception e) { } public async void OnNext(string v) => await Task.Yield(); }""")]
    public Task OrderedOrSynchronousOrGuarded_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Worker(ISubscriber sub) { public void Listen() => sub.Subscribe("a", async (c, v) => await Task.Yield()); }
        namespace Other.Redis { interface ISubscriber { void Subscribe(string channel, Action<string, string> handler); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Worker
        {
            private readonly ISubscriber _sub = null!;

            private static Task HandleAsync(string? value) => Task.CompletedTask;

            {{member}}
        }
        """;
}
