using RedisCto.Analyzers.Rules.Messaging;
using RedisCto.CodeFixes.Rules.Messaging;

namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>RCTO1812: entries that are acknowledged too early.</summary>
public sealed class StreamAckedBeforeWorkTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<StreamAckedBeforeWorkAnalyzer, StreamAckedBeforeWorkFix>();

    [Theory]
    [InlineData("""async Task Run(StreamEntry[] entries) { foreach (var entry in entries) { await [|_db.StreamAcknowledgeAsync("s", "g", entry.Id)|]; await HandleAsync(entry["v"]); } }""")]
    [InlineData("""void Run() { foreach (var e in _db.StreamReadGroup("s", "g", "c")) { var payload = (string?)e["v"]; [|_db.StreamAcknowledge("s", "g", e.Id)|]; Handle(payload); } }""")]
    [InlineData("""async Task Run(StreamEntry[] entries, Func<string?, Task> work) { foreach (var entry in entries) { var text = entry["v"].ToString(); Console.WriteLine(text); await [|_db.StreamAcknowledgeAsync("s", "g", entry.Id)|].ConfigureAwait(false); try { await work(text); } catch (Exception error) { Console.WriteLine(error); } } }""")]
    [InlineData("""async Task One(StreamEntry entry) { var id = entry.Id; await [|_db.StreamAcknowledgeAsync("s", "g", id)|]; await HandleAsync(entry["v"]); }""")]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { try { [|_db.StreamAcknowledge("s", "g", e.Id)|]; Handle(e["v"]); } catch (Exception error) { Console.WriteLine(error); } } }""")]
    [InlineData("""async Task Run(StreamEntry[] entries) { foreach (var e in entries) { try { await HandleAsync(e["v"]); } finally { await [|_db.StreamAcknowledgeAsync("s", "g", e.Id)|]; } } }""")]
    [InlineData("""async Task Run(StreamEntry[] entries) { foreach (var e in entries) { try { await HandleAsync(e["v"]); } catch (Exception error) { Console.WriteLine(error.Message); } finally { await [|_db.StreamAcknowledgeAsync("s", "g", e.Id)|]; } } }""")]
    [InlineData("""record Order(string Id) { public Task HandleAsync() => Task.CompletedTask; } static Order ParseOrder(StreamEntry e) => new(e["id"]!); async Task Run(StreamEntry[] entries) { foreach (var e in entries) { var order = ParseOrder(e); await [|_db.StreamAcknowledgeAsync("s", "g", e.Id)|]; await order.HandleAsync(); } }""")]
    public async Task AckBeforeOrWhateverHappens_IsReportedAndMoved(string member)
    {
        var text = await Rule.FixAsync(MessagingSource.In("Worker", member));

        var work = Math.Max(text.LastIndexOf("Handle", StringComparison.Ordinal), text.LastIndexOf("await work", StringComparison.Ordinal));
        Assert.True(text.IndexOf(".StreamAcknowledge", StringComparison.Ordinal) > work, text);
        Assert.DoesNotContain("finally", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { [|_db.StreamAcknowledge("s", "g", e.Id)|]; if (e["v"].IsNull) continue; Handle(e["v"]); } }""")]
    [InlineData("""bool One(StreamEntry e) { try { Handle(e["v"]); return true; } finally { [|_db.StreamAcknowledge("s", "g", e.Id)|]; } }""")]
    public Task WaysOutBeforeTheEnd_AreReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(MessagingSource.In("Worker", member));

    [Theory]
    [InlineData("""async Task Run(StreamEntry[] entries) { foreach (var e in entries) { await HandleAsync(e["v"]); await _db.StreamAcknowledgeAsync("s", "g", e.Id); } }""")]
    [InlineData("""void Done(string? text) { } void Run(StreamEntry[] entries) { foreach (var e in entries) { Handle(e["v"]); _db.StreamAcknowledge("s", "g", e.Id); Done(e["v"]); } }""")]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { if (e["v"].IsNull) { _db.StreamAcknowledge("s", "g", e.Id); continue; } Handle(e["v"]); _db.StreamAcknowledge("s", "g", e.Id); } }""")]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { _db.StreamAdd("s:dead", e.Values, maxLength: 1000); _db.StreamAcknowledge("s", "g", e.Id); Handle(e["v"]); } }""")]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { try { Handle(e["v"]); } catch (Exception) { _db.StreamAdd("s:dead", e.Values); } finally { _db.StreamAcknowledge("s", "g", e.Id); } } }""")]
    [InlineData("""void Run(StreamEntry[] entries) { foreach (var e in entries) { Handle("read"); _db.StreamAcknowledge("s", "g", e.Id); Console.WriteLine(e["v"]); _db.StreamDelete("s", new[] { e.Id }); } }""")]
    [InlineData("""async Task Run(StreamEntry[] entries, Func<string?, Task> work) { foreach (var e in entries) { await work(e["v"]); await _db.StreamAcknowledgeAsync("s", "g", e.Id); Handle(e.Id); } }""")]
    [InlineData("""record Order(string Id) { public Task RunAsync() => Task.CompletedTask; } async Task Run(StreamEntry[] entries) { foreach (var e in entries) { var order = new Order(e["id"]!); await order.RunAsync(); await _db.StreamAcknowledgeAsync("s", "g", e.Id); Handle(order.Id); } }""")]
    [InlineData("""void CountMetric(string? kind) { } void Run(StreamEntry[] entries) { foreach (var e in entries) { _db.StreamAcknowledge("s", "g", e.Id); CountMetric(e["kind"]); Handle(e.Id); } }""")]
    [InlineData("""void Ack(RedisValue id, string? text) { _db.StreamAcknowledge("s", "g", id); Handle(text); }""")]
    [InlineData("""async Task Run(StreamEntry[] entries) { foreach (var e in entries) { var task = HandleAsync(e["v"]); await task; await _db.StreamAcknowledgeAsync("s", "g", e.Id); } }""")]
    public Task AckAfterTheWorkOrPutAside_IsSilent(string member) => Rule.VerifyAsync(MessagingSource.In("Worker", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Worker(IDatabase db) { void Handle(string text) { } public void Run(Entry[] all) { foreach (var e in all) { db.StreamAcknowledge("s", "g", e.Id); Handle(e.Text); } } }
        namespace Other.Redis { class Entry { public string Id = ""; public string Text = ""; } interface IDatabase { void StreamAcknowledge(string key, string group, string id); } }
        """);
}
