using RedisCto.Analyzers.Rules.Messaging;
using RedisCto.CodeFixes.Rules.Messaging;

namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>RCTO1806: groups that are created as if for the first time.</summary>
public sealed class StreamGroupCreateUnguardedTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<StreamGroupCreateUnguardedAnalyzer, StreamGroupCreateUnguardedFix>();

    [Theory]
    [InlineData("""async Task StartAsync() { await [|_db.StreamCreateConsumerGroupAsync("orders", "workers", "0-0")|]; await HandleAsync(null); }""")]
    [InlineData("""public Worker() { [|_db.StreamCreateConsumerGroup("orders", "workers", StreamPosition.NewMessages, createStream: true)|]; }""")]
    [InlineData("""async Task Init(string stream) { await [|_db.StreamCreateConsumerGroupAsync(stream, "workers")|].ConfigureAwait(false); }""")]
    [InlineData("""const string Group = "workers"; void Init() { _ = [|_db.StreamCreateConsumerGroup("orders", Group, createStream: true, position: "$")|]; }""")]
    [InlineData("""void Init() { try { [|_db.StreamCreateConsumerGroup("orders", "workers")|]; } finally { Handle("done"); } }""")]
    [InlineData("""async Task All(string[] streams) { foreach (var stream in streams) { await [|_db.StreamCreateConsumerGroupAsync(stream, "workers", "0")|]; } }""")]
    public async Task GroupMayExist_IsReportedAndCaught(string member)
    {
        var text = await Rule.FixAsync(MessagingSource.In("Worker", member));

        Assert.Contains("StartsWith(\"BUSYGROUP\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Init() { var made = [|_db.StreamCreateConsumerGroup("orders", "workers")|]; Handle(made.ToString()); }""")]
    [InlineData("""void Init() { if ([|_db.StreamCreateConsumerGroup("orders", "workers")|]) Handle("made"); }""")]
    [InlineData("""Task Init() => [|_db.StreamCreateConsumerGroupAsync("orders", "workers")|];""")]
    public Task ResultIsUsed_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(MessagingSource.In("Worker", member));

    [Theory]
    [InlineData("""async Task Init() { try { await _db.StreamCreateConsumerGroupAsync("orders", "workers"); } catch (RedisServerException e) when (e.Message.Contains("BUSYGROUP")) { } }""")]
    [InlineData("""void Init() { try { _db.StreamCreateConsumerGroup("orders", "workers"); } catch { Handle("exists"); } }""")]
    [InlineData("""void Create() { _db.StreamCreateConsumerGroup("orders", "workers"); } void Init() { try { Create(); } catch (RedisException) { } }""")]
    [InlineData("""void Init() { if (!_db.StreamGroupInfo("orders").Any(g => g.Name == "workers")) _db.StreamCreateConsumerGroup("orders", "workers"); }""")]
    [InlineData("""Task<bool> Create(string stream, string group) => _db.StreamCreateConsumerGroupAsync(stream, group);""")]
    [InlineData("""void Init() => _db.StreamCreateConsumerGroup("orders", "workers", flags: CommandFlags.FireAndForget);""")]
    [InlineData("""static void IgnoreErrors(Action run) { try { run(); } catch (RedisException) { } } void Init() => IgnoreErrors(() => _db.StreamCreateConsumerGroup("orders", "workers"));""")]
    [InlineData("""void Init() { _db.KeyDelete("orders"); _db.StreamCreateConsumerGroup("orders", "workers"); }""")]
    [InlineData("""Task Init() => _db.StreamCreateConsumerGroupAsync("orders", "workers").ContinueWith(done => Handle(done.Exception?.Message));""")]
    public Task GuardedOrAskedBefore_IsSilent(string member) => Rule.VerifyAsync(MessagingSource.In("Worker", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Worker(IDatabase db) { public void Init() { db.StreamCreateConsumerGroup("orders", "workers"); } }
        namespace Other.Redis { interface IDatabase { void StreamCreateConsumerGroup(string key, string group); } }
        """);
}
