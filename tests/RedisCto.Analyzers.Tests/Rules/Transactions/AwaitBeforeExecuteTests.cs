using RedisCto.Analyzers.Rules.Transactions;
using RedisCto.CodeFixes.Rules.Transactions;

namespace RedisCto.Analyzers.Tests.Rules.Transactions;

/// <summary>RCTO1105: a queued command is waited for before Execute, where SER305 does not look.</summary>
public sealed class AwaitBeforeExecuteTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<AwaitBeforeExecuteAnalyzer, AwaitBeforeExecuteFix>();

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); var set = t.StringSetAsync("a", "b"); [|await set|]; await t.ExecuteAsync(); }""", "await t.ExecuteAsync();await set;")]
    [InlineData("""async Task Save() { var db2 = _db.CreateBatch(); var a = db2.StringSetAsync("a", "b"); var b = db2.StringSetAsync("c", "d"); [|await Task.WhenAll(a, b)|]; db2.Execute(); }""", "db2.Execute();await Task.WhenAll(a, b);")]
    [InlineData("""async Task<bool> Save(ITransaction connection) { var set = connection.StringSetAsync("a", "b"); [|await set|]; return await connection.ExecuteAsync(); }""", "var executed = await connection.ExecuteAsync();await set;return executed;")]
    [InlineData("""async Task Save(string[] keys) { var batch = _db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } [|await Task.WhenAll(tasks)|]; batch.Execute(); }""", "batch.Execute();await Task.WhenAll(tasks);")]
    [InlineData("""async Task<string?> Load() { var batch = _db.CreateBatch(); var value = [|await batch.StringGetAsync("a").ConfigureAwait(false)|]; batch.Execute(); return value; }""", "var pending = batch.StringGetAsync(\"a\");batch.Execute();var value = await pending.ConfigureAwait(false);")]
    [InlineData("""async Task<RedisValue[]> Load(string[] keys) { var batch = _db.CreateBatch(); var values = [|await Task.WhenAll(keys.Select(key => batch.StringGetAsync(key)))|]; batch.Execute(); return values; }""", "batch.Execute();var values = await pending;")]
    [InlineData("""void Save() { var t = _db.CreateTransaction(); var set = t.StringSetAsync("a", "b"); [|set.Wait()|]; t.Execute(); }""", "t.Execute();set.Wait();")]
    [InlineData("""void Save() { var t = _db.CreateBatch(); Task[] all = [t.StringSetAsync("a", "b"), t.StringSetAsync("c", "d")]; [|Task.WaitAll(all)|]; t.Execute(); }""", "t.Execute();Task.WaitAll(all);")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); [|await Write(t)|]; await t.ExecuteAsync(); } async Task Write(IDatabaseAsync db) { await db.StringSetAsync("a", "b"); }""", "var pending = Write(t);await t.ExecuteAsync();await pending;")]
    [InlineData("""async Task<bool> Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); var set = t.StringSetAsync("a", "b"); [|await set|]; if (!await t.ExecuteAsync()) return false; return true; }""", "if (!await t.ExecuteAsync()) return false;await set;return true;")]
    [InlineData("""ITransaction _t = null!; async Task Save() { var set = _t.StringSetAsync("a", "b"); [|await set|]; await _t.ExecuteAsync(); }""", "await _t.ExecuteAsync();await set;")]
    public async Task WaitBeforeExecute_IsReportedAndMovesBehindIt(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(Squeeze(expected), Squeeze(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateBatch(); var set = t.StringSetAsync("a", "b"); [|await set|]; }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); var a = t.StringGetAsync("a"); if ([|await a|] == "b") await t.ExecuteAsync(); }""")]
    [InlineData("""ITransaction _t = null!; async Task Save() { var set = _t.StringSetAsync("a", "b"); [|await set|]; } Task Commit() => _t.ExecuteAsync();""")]
    [InlineData("""async void Save() { IDatabaseAsync db = _db.CreateTransaction(); var a = db.StringGetAsync("a"); Console.WriteLine([|await a|]); await ((ITransaction)db).ExecuteAsync(); }""")]
    [InlineData("""async Task Save(bool sure) { var t = _db.CreateBatch(); var set = t.StringSetAsync("a", "b"); [|await set|]; if (sure) { Console.WriteLine("sending"); t.Execute(); } }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); var a = t.StringIncrementAsync("a"); var count = [|await a|]; Console.WriteLine(count); await t.ExecuteAsync(); }""")]
    public Task WaitWithoutSafeRewriting_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); var set = t.StringSetAsync("a", "b"); await t.ExecuteAsync(); await set; }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); await t.ExecuteAsync(); }""")]
    [InlineData("""async Task Save(string[] keys) { var b = _db.CreateBatch(); var tasks = keys.Select(key => b.StringGetAsync(key)).ToArray(); b.Execute(); await Task.WhenAll(tasks); }""")]
    [InlineData("""async Task Save(string[] keys) { var b = _db.CreateBatch(); var tasks = keys.Select(async key => { var get = b.StringGetAsync(key); return (string?)await get; }).ToList(); b.Execute(); await Task.WhenAll(tasks); }""")]
    [InlineData("""async Task<string?> Read(IBatch batch, string key) { var get = batch.StringGetAsync(key); return await get.ConfigureAwait(false); } async Task All() { var b = _db.CreateBatch(); var read = Read(b, "a"); b.Execute(); await read; }""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "b"); Send(b); await set; } void Send(IBatch batch) => batch.Execute();""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "b"); Sender.Send(b); await set; } static class Sender { public static Action<IBatch> Send = batch => batch.Execute(); }""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "b"); await _db.PingAsync(); b.Execute(); var ok = set.Result; }""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "b"); var other = _db.StringGetAsync("c"); await other; b.Execute(); await set; }""")]
    [InlineData("""IBatch _b = null!; async Task Save() { var set = _b.StringSetAsync("a", "b"); Flush(); await set; } void Flush() => _b.Execute();""")]
    [InlineData("""async Task Save() { var t = _db.CreateBatch(); var set = t.StringSetAsync("a", "b"); var done = set.ContinueWith(task => task.Result); t.Execute(); await done; }""")]
    [InlineData("""async Task Save() { var t = _db.CreateBatch(); await t.StringSetAsync("a", "b"); t.Execute(); }""")]
    public Task WaitAfterExecuteOrSeenByTheClient_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public async Task Save() { var t = db.CreateBatch(); var set = t.StringSetAsync("a"); await set; t.Execute(); } }
        namespace Other.Redis { interface IDatabase { IBatch CreateBatch(); } interface IBatch { Task StringSetAsync(string key); void Execute(); } }
        """);

    private static string Squeeze(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            private readonly IDatabase _db = null!;

            {{member}}
        }
        """;
}
