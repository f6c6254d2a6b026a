using RedisCto.Analyzers.Rules.Transactions;
using RedisCto.CodeFixes.Rules.Transactions;

namespace RedisCto.Analyzers.Tests.Rules.Transactions;

/// <summary>RCTO1106: the bool of a conditional transaction is dropped.</summary>
public sealed class TransactionResultIgnoredTests
{
    private const string Guard = "throw new InvalidOperationException(";

    private static readonly RuleVerifier Rule = RuleVerifier.For<TransactionResultIgnoredAnalyzer, TransactionResultIgnoredFix>();

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.StringEqual("a", "1")); _ = t.StringSetAsync("a", "2"); await [|t.ExecuteAsync()|]; }""", Guard)]
    [InlineData("""void Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyNotExists("a")); t.StringSetAsync("a", "2"); [|t.Execute()|]; }""", "if (!t.Execute())")]
    [InlineData("""async Task<bool> Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.HashEqual("a", "v", 1)); _ = t.HashSetAsync("a", "v", 2); await [|t.ExecuteAsync()|].ConfigureAwait(false); return true; }""", "return await t.ExecuteAsync().ConfigureAwait(false);")]
    [InlineData("""void Save(ITransaction work) { work.AddCondition(Condition.KeyExists("a")); _ = work.StringSetAsync("a", "2"); _ = [|work.Execute()|]; Console.WriteLine("saved"); }""", "if (!work.Execute())")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); var ok = await [|t.ExecuteAsync()|]; Console.WriteLine("saved"); }""", "if (!await t.ExecuteAsync())")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); Guarded(t); _ = t.StringSetAsync("a", "2"); _ = [|t.ExecuteAsync()|]; await Task.Yield(); } void Guarded(ITransaction t) => t.AddCondition(Condition.KeyExists("a"));""", "if (!await t.ExecuteAsync())")]
    [InlineData("""async Task Save() { var t = Begin(); _ = t.StringSetAsync("a", "2"); await [|t.ExecuteAsync()|]; } ITransaction Begin() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); return t; }""", Guard)]
    public async Task DroppedResult_IsReportedAndActedUpon(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); return [|t.ExecuteAsync()|]; }""")]
    [InlineData("""void Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); [|t.ExecuteAsync()|]; }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); var sent = [|t.ExecuteAsync()|]; await sent; }""")]
    public Task DroppedTask_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); _ = t.StringSetAsync("a", "2"); await t.ExecuteAsync(); }""")]
    [InlineData("""async Task<bool> Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); return await t.ExecuteAsync(); }""")]
    [InlineData("""Task<bool> Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); return t.ExecuteAsync(); }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); if (!await t.ExecuteAsync()) throw new InvalidOperationException(); }""")]
    [InlineData("""async Task Save() { bool done; do { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); done = await t.ExecuteAsync(); } while (!done); }""")]
    [InlineData("""bool Save() { var t = _db.CreateTransaction(); var c = t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); t.Execute(); return c.WasSatisfied; }""")]
    [InlineData("""async Task Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); var set = t.StringSetAsync("a", "2"); await t.ExecuteAsync(); await set; }""")]
    [InlineData("""async Task Save() { var b = _db.CreateBatch(); var set = b.StringSetAsync("a", "2"); b.Execute(); await set; }""")]
    [InlineData("""async Task ReleaseAsync(string token) { var t = _db.CreateTransaction(); t.AddCondition(Condition.StringEqual("lock", token)); _ = t.KeyDeleteAsync("lock"); await t.ExecuteAsync(); }""")]
    [InlineData("""async Task EnsureDefaults() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyNotExists("a")); _ = t.StringSetAsync("a", "2"); await t.ExecuteAsync(); }""")]
    [InlineData("""void Save() { var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyExists("a")); _ = t.StringSetAsync("a", "2"); t.Execute(CommandFlags.FireAndForget); }""")]
    public Task ResultThatIsUsedOrSaysNothing_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(ITransaction t) { public void Save() { t.AddCondition("a"); t.Execute(); } }
        namespace Other.Redis { interface ITransaction { void AddCondition(string key); bool Execute(); } }
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
