using RedisCto.Analyzers.Rules.Messaging;

namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>RCTO1813: consumers that are deleted with what they had in hand.</summary>
public sealed class ConsumerDeletedWithPendingTests
{
    private static readonly RuleVerifier Rule = new("RCTO1813", new ConsumerDeletedWithPendingAnalyzer());

    [Theory]
    [InlineData("""public Task StopAsync(CancellationToken token) => [|_db.StreamDeleteConsumerAsync("orders", "workers", Environment.MachineName)|];""")]
    [InlineData("""public void Dispose() { [|_db.StreamDeleteConsumer("orders", "workers", _name)|]; } private readonly string _name = "w1";""")]
    [InlineData("""async Task Run() { try { foreach (var e in await _db.StreamReadGroupAsync("s", "g", "c")) await HandleAsync(e["v"]); } finally { await [|_db.StreamDeleteConsumerAsync("s", "g", "c")|]; } }""")]
    [InlineData("""void Start(CancellationToken stopping) { stopping.Register(() => [|_db.StreamDeleteConsumer("orders", "workers", "w1")|]); }""")]
    [InlineData("""void Once() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) Handle(e["v"]); var left = [|_db.StreamDeleteConsumer("s", "g", "c")|]; Console.WriteLine(left); }""")]
    [InlineData("""void Shutdown(RedisKey stream) => [|_db.Execute("XGROUP", "DELCONSUMER", stream, "workers", "w1")|];""")]
    public Task WorkerDeletesItsConsumer_IsReported(string member) => Rule.VerifyAsync(MessagingSource.In("Worker", member));

    [Theory]
    [InlineData("""async Task StopAsync() { if ((await _db.StreamPendingMessagesAsync("s", "g", 1, "c")).Length == 0) await _db.StreamDeleteConsumerAsync("s", "g", "c"); }""")]
    [InlineData("""void Dispose() { var mine = _db.StreamConsumerInfo("s", "g").First(c => c.Name == "c"); if (mine.PendingMessageCount == 0) _db.StreamDeleteConsumer("s", "g", "c"); }""")]
    [InlineData("""Task<long> DeleteConsumer(string stream, string group, string name) => _db.StreamDeleteConsumerAsync(stream, group, name);""")]
    [InlineData("""void Dispose() => _db.StreamDeleteConsumer("s", "g", "c"); void Take(RedisValue[] ids) => _db.StreamClaim("s", "g", "other", 0, ids);""")]
    [InlineData("""void Dispose() => _db.StreamDeleteConsumerGroup("s", "g");""")]
    [InlineData("""void Stop() { if ((long)_db.Execute("XPENDING", "s", "g", "-", "+", "1", "c").Length == 0) _db.StreamDeleteConsumer("s", "g", "c"); }""")]
    public Task PendingEntriesAreLookedAfter_IsSilent(string member) => Rule.VerifyAsync(MessagingSource.In("Worker", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Worker(IDatabase db) { public void Dispose() => db.StreamDeleteConsumer("s", "g", "c"); }
        namespace Other.Redis { interface IDatabase { void StreamDeleteConsumer(string key, string group, string consumer); } }
        """);
}
