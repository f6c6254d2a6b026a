using RedisCto.Analyzers.Rules.Transactions;
using RedisCto.CodeFixes.Rules.Transactions;

namespace RedisCto.Analyzers.Tests.Rules.Transactions;

/// <summary>RCTO1111: a command is sent on the database beside the transaction or batch that it belongs to.</summary>
public sealed class CommandOutsideTransactionTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<CommandOutsideTransactionAnalyzer, CommandOutsideTransactionFix>();

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); await [|_db.StringSetAsync("a", "b")|]; await [|_db.KeyDeleteAsync("c")|]; await t.ExecuteAsync(); }""", "_ = t.StringSetAsync(\"a\", \"b\"); _ = t.KeyDeleteAsync(\"c\");")]
    [InlineData("""bool Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); [|_db.StringSet("a", "b", TimeSpan.FromMinutes(1))|]; return t.Execute(); }""", "_ = t.StringSetAsync(\"a\", \"b\", TimeSpan.FromMinutes(1));")]
    [InlineData("""async Task Load(string[] keys) { var batch = _db.CreateBatch(); var tasks = new List<Task<RedisValue>>(); foreach (var key in keys) tasks.Add([|_db.StringGetAsync(key)|]); batch.Execute(); await Task.WhenAll(tasks); }""", "tasks.Add(batch.StringGetAsync(key))")]
    [InlineData("""async Task Load(string[] keys) { var batch = _db.CreateBatch(); var tasks = keys.Select(key => [|_db.StringGetAsync(key)|]).ToArray(); batch.Execute(); await Task.WhenAll(tasks); }""", "key => batch.StringGetAsync(key)")]
    [InlineData("""async Task Save() { var db2 = _db.CreateTransaction(); _ = db2.StringSetAsync("a", "b"); _ = [|_db.KeyExpireAsync("a", TimeSpan.FromMinutes(1))|]; await db2.ExecuteAsync(); }""", "_ = db2.KeyExpireAsync(\"a\", TimeSpan.FromMinutes(1))")]
    [InlineData("""void Save(IConnectionMultiplexer mux) { var db = mux.GetDatabase(); ITransaction t = db.CreateTransaction(); t.HashSetAsync("a", "f", 1); [|db.SetAdd("index", "a")|]; t.Execute(); }""", "_ = t.SetAddAsync(\"index\", \"a\");")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); var added = [|_db.SetAddAsync("i", "a")|]; await t.ExecuteAsync(); await added; }""", "var added = t.SetAddAsync(\"i\", \"a\");")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); await [|_db.StringSetAsync("a", "b")|].ConfigureAwait(false); b.Execute(); }""", "_ = b.StringSetAsync(\"a\", \"b\");")]
    public async Task CommandOnTheDatabase_IsReportedAndMovesToTheQueue(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""async Task<long> Next() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); var next = await [|_db.StringIncrementAsync("n")|]; await t.ExecuteAsync(); return next; }""")]
    [InlineData("""bool Save() { var t = _db.CreateTransaction(); if (![|_db.StringSet("a", "b")|]) return false; return t.Execute(); }""")]
    public Task ResultNeededOnTheSpot_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); await t.ExecuteAsync(); await _db.KeyDeleteAsync("c"); }""")]
    [InlineData("""async Task Save() { await _db.KeyDeleteAsync("c"); var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); await t.ExecuteAsync(); }""")]
    [InlineData("""async Task<bool> Save() { var t = _db.CreateTransaction(); var old = await _db.StringGetAsync("a"); t.AddCondition(Condition.StringEqual("a", old)); _ = t.StringSetAsync("a", "b"); return await t.ExecuteAsync(); }""")]
    [InlineData("""async Task<bool> Save() { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); if (await _db.KeyExistsAsync("c")) _ = t.KeyDeleteAsync("c"); return await t.ExecuteAsync(); }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); Fill(t); await _db.KeyDeleteAsync("c"); await t.ExecuteAsync(); } void Fill(ITransaction t) => t.StringSetAsync("a", "b");""")]
    [InlineData("""void Save(bool atomic) { var t = _db.CreateTransaction(); _ = t.KeyDeleteAsync("x"); if (atomic) { _ = t.StringSetAsync("a", "b"); } else { _db.StringSet("a", "b"); } t.Execute(); }""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "b"); await _db.KeyDeleteAsync("c"); b.Execute(); await set; }""")]
    [InlineData("""async Task Save(IDatabase other) { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); await other.StringSetAsync("a", "b"); await t.ExecuteAsync(); }""")]
    [InlineData("""IBatch Make() { var b = _db.CreateBatch(); _db.StringSet("a", "b"); b.Execute(); return b; }""")]
    [InlineData("""void Save() { var b = _db.CreateBatch(); var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "b"); t.Execute(); b.Execute(); }""")]
    [InlineData("""void Check() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); var value = _db.StringGet("a"); t.Execute(); }""")]
    public Task CommandsInTheirPlace_AreSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public void Save() { var t = db.CreateTransaction(); db.StringSet("a"); t.Execute(); } }
        namespace Other.Redis { interface IDatabase { ITransaction CreateTransaction(); void StringSet(string key); } interface ITransaction { bool Execute(); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            private readonly IDatabase _db = null!;

            {{member}}
        }
        """;
}
