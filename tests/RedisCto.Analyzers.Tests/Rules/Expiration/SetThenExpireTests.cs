using RedisCto.Analyzers.Rules.Expiration;
using RedisCto.CodeFixes.Rules.Expiration;

namespace RedisCto.Analyzers.Tests.Rules.Expiration;

/// <summary>RCTO1302: the lifetime follows as a second command.</summary>
public sealed class SetThenExpireTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<SetThenExpireAnalyzer, SetThenExpireFix>();

    [Theory]
    [InlineData("""void Save(string id, string v) { [|_db.StringSet("a:" + id, v)|]; _db.KeyExpire("a:" + id, TimeSpan.FromHours(1)); }""", "\"a:\" + id, v, TimeSpan.FromHours(1)")]
    [InlineData("""async Task Save(string id, string v) { var key = $"a:{id}"; await [|_db.StringSetAsync(key, v)|].ConfigureAwait(false); await _db.KeyExpireAsync(key, TimeSpan.FromHours(1)).ConfigureAwait(false); }""", "key, v, TimeSpan.FromHours(1)")]
    [InlineData("""async Task Save(string key, string v, TimeSpan? ttl) { await [|_db.StringSetAsync(key, v)|]; if (ttl.HasValue) { await _db.KeyExpireAsync(key, ttl.Value); } }""", "key, v, ttl, keepTtl: false)")]
    [InlineData("""async Task Save(string key, string v, TimeSpan? ttl) { await [|_db.StringSetAsync(key, v)|]; if (ttl is { } life) await _db.KeyExpireAsync(key, life); }""", "key, v, ttl, keepTtl: false)")]
    [InlineData("""async Task Save(string key, string v, TimeSpan? ttl = null) { await [|_db.StringSetAsync(key, v)|]; if (ttl != null) await _db.KeyExpireAsync(key, ttl); }""", "key, v, ttl, keepTtl: false)")]
    [InlineData("""async Task Save(string key, string v, TimeSpan ttl) { if (await [|_db.StringSetAsync(key, v)|]) await _db.KeyExpireAsync(key, ttl); }""", "await _db.StringSetAsync(key, v, ttl);")]
    [InlineData("""bool Save(string key, string v) { const int seconds = 60; var ok = [|_db.StringSet(key, v, flags: CommandFlags.DemandMaster)|]; _db.KeyExpire(key, TimeSpan.FromSeconds(seconds)); return ok; }""", "key, v, TimeSpan.FromSeconds(seconds), flags: CommandFlags.DemandMaster")]
    [InlineData("""void Save(string key, string v) { [|_db.StringSet(key: key, value: v)|]; _db.KeyExpire(key, TimeSpan.FromDays(1)); }""", "key: key, value: v, expiry: TimeSpan.FromDays(1)")]
    [InlineData("""void Save(string key, string v) { [|_db.StringSet(key, v, null, When.Always)|]; _db.KeyExpire(key, TimeSpan.FromDays(1)); }""", "key, v, TimeSpan.FromDays(1), When.Always")]
    [InlineData("""void Save(IBatch batch, string key, string v) { _ = [|batch.StringSetAsync(key, v)|]; _ = batch.KeyExpireAsync(key, TimeSpan.FromDays(1)); batch.Execute(); }""", "key, v, TimeSpan.FromDays(1)")]
    [InlineData("""Action<string> save = key => { var db = Connection.GetDatabase(); [|db.StringSet(key, "v")|]; db.KeyExpire(key, TimeSpan.FromDays(1)); }; static IConnectionMultiplexer Connection => null!;""", "key, \"v\", TimeSpan.FromDays(1)")]
    public async Task TwoCommands_AreReportedAndBecomeOne(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("KeyExpire", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Save(string key, string v, bool temporary) { [|_db.StringSet(key, v)|]; if (temporary) _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key, string v, DateTime end) { [|_db.StringSet(key, v)|]; _db.KeyExpire(key, end); }""")]
    [InlineData("""Task Save(string key, string v) => Task.WhenAll([|_db.StringSetAsync(key, v)|], _db.KeyExpireAsync(key, TimeSpan.FromDays(1)));""")]
    [InlineData("""void Save(string key, string v) { [|_db.StringSet(key, v)|]; var ttl = TimeSpan.FromDays(1); _db.KeyExpire(key, ttl); }""")]
    [InlineData("""void Set(string key, string v) => _db.StringSet(key, v); void Expire(string key, TimeSpan ttl) => _db.KeyExpire(key, ttl); void Save(string id) { [|Set("a:" + id, "v")|]; Expire("a:" + id, TimeSpan.FromDays(1)); }""")]
    [InlineData("""bool Save(string key, string v) => [|_db.StringSet(key, v)|] && _db.KeyExpire(key, TimeSpan.FromDays(1));""")]
    public Task ShapeWithoutSafeRewriting_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Fact]
    public async Task TopLevelStatements_AreReportedAndBecomeOneCommand()
    {
        var text = await Rule.FixAsync("""
            using StackExchange.Redis;
            var db = ConnectionMultiplexer.Connect("localhost").GetDatabase();
            const string Key = "greeting";
            [|db.StringSet(Key, "hello")|];
            db.KeyExpire("greeting", TimeSpan.FromMinutes(5));
            Console.WriteLine("done");
            """);

        Assert.Contains("db.StringSet(Key, \"hello\", TimeSpan.FromMinutes(5));\nConsole", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Save(string key, string v) => _db.StringSet(key, v, TimeSpan.FromDays(1));""")]
    [InlineData("""void Save(string key, string v) { _db.StringSet(key, v, TimeSpan.FromDays(1)); _db.KeyExpire(key, TimeSpan.FromDays(2)); }""")]
    [InlineData("""void Save(string key, string v) { _db.StringSet(key, v, null, keepTtl: true); _db.KeyExpire(key, TimeSpan.FromDays(2)); }""")]
    [InlineData("""void Save(string a, string b) { _db.StringSet(a, "v"); _db.KeyExpire(b, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { _db.KeyExpire(key, TimeSpan.FromDays(1)); _db.StringSet(key, "v"); }""")]
    [InlineData("""void Save(string key, bool n) { if (n) _db.StringSet(key, "v"); else _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key, bool n) { if (n) { _db.StringSet(key, "v"); } _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { _db.HashSet(key, "f", "v"); _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { _db.StringIncrement(key); _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { if (_db.StringSet(key, "v", when: When.NotExists)) _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { var t = _db.CreateTransaction(); _ = t.StringSetAsync(key, "v"); _ = t.KeyExpireAsync(key, TimeSpan.FromDays(1)); t.Execute(); }""")]
    [InlineData("""void Save(string key) { _db.StringSet(key, "v"); _db.KeyExpire(key, (TimeSpan?)null); }""")]
    [InlineData("""void Save(IDatabase other, string key) { _db.StringSet(key, "v"); other.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { _db.StringSet(key, "v"); key = "b"; _db.KeyExpire(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""void Save(string key) { _db.StringSet(key, "v"); Action later = () => _db.KeyExpire(key, TimeSpan.FromDays(1)); later(); }""")]
    public Task OneCommandOrAnotherKey_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public void Save(string key) { db.StringSet(key, "v"); db.KeyExpire(key, TimeSpan.FromDays(1)); } }
        namespace Other.Redis { interface IDatabase { bool StringSet(string key, string value); bool KeyExpire(string key, TimeSpan? expiry); } }
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
