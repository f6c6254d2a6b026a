using RedisCto.Analyzers.Rules.Atomicity;
using RedisCto.Analyzers.Tests.Rules.Locks;
using RedisCto.CodeFixes.Rules.Atomicity;

namespace RedisCto.Analyzers.Tests.Rules.Atomicity;

/// <summary>RCTO1403: SET NX gets its lifetime by a second command.</summary>
public sealed class SetNxThenExpireTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<SetNxThenExpireAnalyzer, SetNxThenExpireFix>();

    [Theory]
    [InlineData("""bool Take(string id, string token) { if (![|_db.StringSet($"lock:{id}", token, when: When.NotExists)|]) return false; _db.KeyExpire($"lock:{id}", TimeSpan.FromSeconds(30)); return true; }""", "token, TimeSpan.FromSeconds(30), when: When.NotExists")]
    [InlineData("""async Task First(string id, TimeSpan life) { if (await [|_db.StringSetAsync("seen:" + id, "1", null, When.NotExists)|]) await _db.KeyExpireAsync("seen:" + id, life); }""", "await _db.StringSetAsync(\"seen:\" + id, \"1\", life, When.NotExists);")]
    [InlineData("""async Task<bool> First(string key) { var first = await [|_db.StringSetAsync(key, "1", when: When.NotExists)|]; if (first) { await _db.KeyExpireAsync(key, TimeSpan.FromDays(1)); } return first; }""", "\"1\", TimeSpan.FromDays(1), when: When.NotExists")]
    [InlineData("""const string Key = "job:daily"; bool Start() { if ([|_db.StringSet(Key, "1", null, When.NotExists, CommandFlags.None)|]) { _db.KeyExpire(Key, TimeSpan.FromHours(1)); Work(); return true; } return false; }""", "\"1\", TimeSpan.FromHours(1), When.NotExists, CommandFlags.None")]
    [InlineData("""void Claim(string order) { var key = "idem:" + order; bool ours = [|_db.StringSet(key, "1", when: When.NotExists)|]; _db.KeyExpire(key, TimeSpan.FromMinutes(5)); if (ours) Work(); }""", "\"1\", TimeSpan.FromMinutes(5), when: When.NotExists")]
    public async Task ClaimInTwoCommands_IsReportedAndBecomesOne(string member, string expected)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("KeyExpire", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Task Expire(string key) => _db.KeyExpireAsync(key, TimeSpan.FromHours(1)); async Task First(string id) { if (await [|_db.StringSetAsync($"seen:{id}", "1", when: When.NotExists)|]) await Expire($"seen:{id}"); }""")]
    [InlineData("""void First(string key) { if ([|_db.StringSet(key, "1", when: When.NotExists)|]) { Work(); _db.KeyExpire(key, DateTime.UtcNow.AddDays(1)); } }""")]
    public Task HelperOrDate_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", member));

    [Theory]
    [InlineData("""bool Take(string id, string token) => _db.StringSet($"lock:{id}", token, TimeSpan.FromSeconds(30), When.NotExists);""")]
    [InlineData("""bool Take(string key, string token) { if (!_db.StringSet(key, token, TimeSpan.FromSeconds(30), When.NotExists)) return false; Work(); _db.KeyExpire(key, TimeSpan.FromSeconds(30)); return true; }""")]
    [InlineData("""void Save(string key, string v) { _db.StringSet(key, v); _db.KeyExpire(key, TimeSpan.FromSeconds(30)); }""")]
    [InlineData("""bool Register(string name) => _db.StringSet($"config:{name}", "1", when: When.NotExists);""")]
    [InlineData("""void First(string key) { if (_db.StringSet(key, "1", when: When.NotExists)) Work(); else _db.KeyExpire(key, TimeSpan.FromSeconds(30)); }""")]
    [InlineData("""void First(string key) { _db.StringSet(key, "1", when: When.NotExists); _db.KeyExpire(key + ":x", TimeSpan.FromSeconds(30)); }""")]
    [InlineData("""bool First(string key) { var t = _db.CreateTransaction(); _ = t.StringSetAsync(key, "1", when: When.NotExists); _ = t.KeyExpireAsync(key, TimeSpan.FromSeconds(30)); return t.Execute(); }""")]
    [InlineData("""void First(string key) => _db.ScriptEvaluate("if redis.call('setnx', KEYS[1], 1) == 1 then redis.call('expire', KEYS[1], 30) end", [key]);""")]
    public Task OneCommandOrOtherKey_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public void First(string key) { db.StringSet(key, "1", when: When.NotExists); db.KeyExpire(key, TimeSpan.FromSeconds(1)); } }
        namespace Other.Redis { enum When { Always, Exists, NotExists } interface IDatabase { bool StringSet(string key, string value, When when); bool KeyExpire(string key, TimeSpan expiry); } }
        """);
}
