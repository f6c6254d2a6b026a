using RedisCto.Analyzers.Rules.Messaging;
using RedisCto.CodeFixes.Rules.Messaging;

namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>RCTO1803: a stream that nothing shortens.</summary>
public sealed class StreamUnboundedTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<StreamUnboundedAnalyzer, StreamUnboundedFix>();

    [Theory]
    [InlineData("""Task Publish(string json) => [|_db.StreamAddAsync("orders", "payload", json)|];""")]
    [InlineData("""private const string Stream = "events"; void Add(NameValueEntry[] pairs) { var id = [|_db.StreamAdd(Stream, pairs)|]; Console.WriteLine(id); }""")]
    [InlineData("""async Task<string> Enqueue(string queue, string job) => (string)(await [|_db.StreamAddAsync($"queue:{queue}", [new NameValueEntry("job", job)], flags: CommandFlags.DemandMaster)|])!;""")]
    [InlineData("""void Add(string json) { var stream = "a:" + "b"; [|_db.StreamAdd(stream, "v", json, maxLength: null)|]; }""")]
    [InlineData("""async Task All(string[] items) { var batch = _db.CreateBatch(); var tasks = items.Select(item => [|batch.StreamAddAsync("items", "v", item)|]).ToList(); batch.Execute(); await Task.WhenAll(tasks); }""")]
    [InlineData("""Task Add(string json) => [|_db.StreamAddAsync("orders", "v", json, messageId: "*", flags: CommandFlags.None)|];""")]
    [InlineData("""void Add(string json) { /* then StreamTrim("orders", 10) */ [|_db.StreamAdd("orders", "v", json, null, null, false)|]; }""")]
    public async Task NothingShortensTheStream_IsReportedAndBounded(string member)
    {
        var text = await Rule.FixAsync(MessagingSource.In("Producer", member));

        Assert.Matches("100000.*true", text);
    }

    [Theory]
    [InlineData("""void Add(string json) => [|_db.Execute("XADD", "orders", "*", "v", json)|];""")]
    [InlineData("""Task Add(RedisKey key, string json) => [|_db.ExecuteAsync("xadd", key, "*", "v", json)|];""")]
    public Task RawXaddWithoutBound_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(MessagingSource.In("Producer", member));

    [Theory]
    [InlineData("""Task Add(string json) => _db.StreamAddAsync("orders", "v", json, maxLength: 1000, useApproximateMaxLength: true);""")]
    [InlineData("""Task Add(string json, int? bound) => _db.StreamAddAsync("orders", "v", json, null, bound, true);""")]
    [InlineData("""void Add(string json) { _db.StreamAdd("orders", "v", json); _db.StreamTrim("orders", 1000, true); }""")]
    [InlineData("""Task Add(string json) => _db.StreamAddAsync("orders", "v", json); Task Trim() => _db.ScriptEvaluateAsync("redis.call('xtrim', KEYS[1], 'MAXLEN', '~', 1000)", new RedisKey[] { "orders" });""")]
    [InlineData("""Task Add(string json) => _db.StreamAddAsync("orders", "v", json); async Task Done(RedisValue id) { await _db.StreamAcknowledgeAsync("orders", "g", id); await _db.StreamDeleteAsync("orders", new[] { id }); }""")]
    [InlineData("""async Task Token(string session, string text) { await _db.StreamAddAsync($"session:{session}", "t", text); await _db.KeyExpireAsync($"session:{session}", TimeSpan.FromHours(1)); }""")]
    [InlineData("""void Add(string json) => _db.Execute("XADD", "orders", "MAXLEN", "~", "1000", "*", "v", json);""")]
    [InlineData("""void Add(params object[] arguments) => _db.Execute("XADD", arguments);""")]
    [InlineData("""Task Append(string json) => _db.StreamAddAsync("ledger:main", "v", json);""")]
    [InlineData("""Task First(string json) => _db.StreamAddAsync("orders", "v", json, maxLength: 1000); Task Then(string json) => _db.StreamAddAsync("orders", "v", json);""")]
    public Task BoundedTrimmedOrKeptStream_IsSilent(string member) => Rule.VerifyAsync(MessagingSource.In("Producer", member));

    [Fact]
    public Task EventStore_IsSilent() =>
        Rule.VerifyAsync(MessagingSource.In("OrderEventStore", """Task Append(string json) => _db.StreamAddAsync("orders", "v", json);"""));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Producer(IDatabase db) { public void Add(string json) => db.StreamAdd("orders", "v", json); }
        namespace Other.Redis { interface IDatabase { void StreamAdd(string key, string field, string value); } }
        """);
}
