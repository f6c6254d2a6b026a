using RedisCto.Analyzers.Rules.Messaging;
using RedisCto.CodeFixes.Rules.Messaging;

namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>RCTO1804: group reads that nobody acknowledges.</summary>
public sealed class StreamEntryNotAcknowledgedTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<StreamEntryNotAcknowledgedAnalyzer, StreamEntryNotAcknowledgedFix>();

    [Theory]
    [InlineData("""async Task Run() { while (true) { var entries = await [|_db.StreamReadGroupAsync("orders", "workers", "w1", ">", 10)|]; if (entries.Length == 0) { await Task.Delay(100); continue; } foreach (var entry in entries) { await HandleAsync(entry["payload"]); } } }""")]
    [InlineData("""void Run() { foreach (var entry in [|_db.StreamReadGroup("orders", "workers", "w1")|]) { Console.WriteLine(entry.Id); Handle(entry.Values[0].Value); } }""")]
    [InlineData("""const string Stream = "orders", Group = "workers"; async Task Run(string me) { StreamEntry[] found = await [|_db.StreamReadGroupAsync(Stream, Group, me, StreamPosition.NewMessages, count: 10, noAck: false)|].ConfigureAwait(false); foreach (StreamEntry e in found) { try { await HandleAsync(e["v"]); } catch (Exception) { Console.WriteLine($"failed {e.Id}"); } } }""")]
    [InlineData("""private void Work(StreamEntry entry) => Handle(entry["v"]); void Run() { var entries = [|_db.StreamReadGroup("orders", "workers", "w1")|]; foreach (var entry in entries) { Work(entry); } }""")]
    [InlineData("""async Task Run(string name) { var key = $"q:{name}"; var entries = await [|_db.StreamReadGroupAsync(key, name, "w1")|]; /* StreamAcknowledgeAsync? */ foreach (var entry in entries) { foreach (var pair in entry.Values) { await HandleAsync(pair.Value); } } }""")]
    public async Task EntriesAreWorkedOnAndForgotten_IsReportedAndAcknowledged(string member)
    {
        var text = await Rule.FixAsync(MessagingSource.In("Worker", member));

        Assert.Matches(@"\.StreamAcknowledge(Async)?\(.*\.Id\);", text);
    }

    [Fact]
    public async Task FailedEntry_StaysPending()
    {
        var text = await Rule.FixAsync(MessagingSource.In("Worker", """
            void Run() { foreach (var e in [|_db.StreamReadGroup("s", "g", "c")|]) { try { Handle(e["v"]); } catch (Exception error) { Console.WriteLine(error); } } }
            """));

        Assert.True(text.IndexOf("StreamAcknowledge", StringComparison.Ordinal) < text.IndexOf("catch", StringComparison.Ordinal), text);
    }

    [Theory]
    [InlineData("""void Run() { var entries = [|_db.StreamReadGroup("s", "g", "c")|]; for (var i = 0; i < entries.Length; i++) Handle(entries[i]["v"]); }""")]
    [InlineData("""void Run() { foreach (var e in [|_db.StreamReadGroup("s", "g", "c")|]) { if (e.IsNull) continue; Handle(e["v"]); } }""")]
    [InlineData("""void Run() { var read = [|_db.StreamReadGroup(new[] { new StreamPosition("s", ">") }, "g", "c")|]; foreach (var stream in read) foreach (var e in stream.Entries) Handle(e["v"]); }""")]
    public Task OtherShapes_AreReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(MessagingSource.In("Worker", member));

    [Theory]
    [InlineData("""void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) { Handle(e["v"]); _db.StreamAcknowledge("s", "g", e.Id); } }""")]
    [InlineData("""void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c", noAck: true)) Handle(e["v"]); }""")]
    [InlineData("""void Run(bool noAck) { foreach (var e in _db.StreamReadGroup("s", "g", "c", null, 10, noAck)) Handle(e["v"]); }""")]
    [InlineData("""Task<StreamEntry[]> Read() => _db.StreamReadGroupAsync("s", "g", "c");""")]
    [InlineData("""private readonly Func<StreamEntry, Task> _handler = null!; async Task Run() { foreach (var e in await _db.StreamReadGroupAsync("s", "g", "c")) await _handler(e); }""")]
    [InlineData("""interface IAcker { void Done(RedisValue id); } private readonly IAcker _acker = null!; void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) { Handle(e["v"]); _acker.Done(e.Id); } }""")]
    [InlineData("""private readonly Queue<StreamEntry> _queue = new(); void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) { Handle(e["v"]); _queue.Enqueue(e); } }""")]
    [InlineData("""List<(string, string?)> Read() { var all = new List<(string, string?)>(); foreach (var e in _db.StreamReadGroup("s", "g", "c")) all.Add((e.Id!, e["v"])); return all; }""")]
    [InlineData("""void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) Handle(e["v"]); } void Ack(string id) => _db.Execute("XACK", "s", "g", id);""")]
    [InlineData("""void Run() { foreach (var e in _db.StreamRead("s", "0-0")) Handle(e["v"]); }""")]
    public Task AcknowledgedElsewhereOrMayBe_IsSilent(string member) => Rule.VerifyAsync(MessagingSource.In("Worker", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Worker(IDatabase db) { public void Run() { foreach (var entry in db.StreamReadGroup("s", "g", "c")) Console.WriteLine(entry); } }
        namespace Other.Redis { interface IDatabase { string[] StreamReadGroup(string key, string group, string consumer); } }
        """);
}
