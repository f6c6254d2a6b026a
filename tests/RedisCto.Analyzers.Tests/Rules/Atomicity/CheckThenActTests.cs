using RedisCto.Analyzers.Rules.Atomicity;
using RedisCto.Analyzers.Tests.Rules.Locks;
using RedisCto.CodeFixes.Rules.Atomicity;

namespace RedisCto.Analyzers.Tests.Rules.Atomicity;

/// <summary>RCTO1402: a question, and a command that depends on its answer.</summary>
public sealed class CheckThenActTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<CheckThenActAnalyzer, CheckThenActFix>();

    [Theory]
    [InlineData("""void Add(string id, string v) { if (![|_db.KeyExists($"user:{id}")|]) { _db.StringSet($"user:{id}", v); } }""", "_db.StringSet($\"user:{id}\", v, when: When.NotExists);")]
    [InlineData("""async Task Add(string key, string v) { if (!await [|_db.KeyExistsAsync(key)|].ConfigureAwait(false)) await _db.StringSetAsync(key, v, TimeSpan.FromHours(1)); }""", "await _db.StringSetAsync(key, v, TimeSpan.FromHours(1), when: When.NotExists);")]
    [InlineData("""async Task Join(string room, string user) { if (!await [|_db.SetContainsAsync($"room:{room}", user)|]) { await _db.SetAddAsync($"room:{room}", user); await WorkAsync(); } }""", "if (await _db.SetAddAsync($\"room:{room}\", user))")]
    [InlineData("""void Remove(string key) { if ([|_db.KeyExists(key)|]) { _db.KeyDelete(key); Work(); } else { Console.WriteLine("gone"); } }""", "if (_db.KeyDelete(key))")]
    [InlineData("""void Remove(string key) { if ([|_db.KeyExists(key)|]) _db.KeyDelete(key); }""", " _db.KeyDelete(key);")]
    public async Task QuestionThenCommand_IsReportedAndBecomesOneCommand(string member, string expected)
    {
        var text = await Rule.FixAsync(LockSource.In("Store", member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exists(key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SetContains", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""async Task<string?> Read(string key) { if (!await [|_db.KeyExistsAsync(key)|]) return null; return await _db.StringGetAsync(key); }""")]
    [InlineData("""long Count(string key) => [|_db.KeyExists(key)|] ? _db.StringIncrement(key) : 0;""")]
    [InlineData("""bool Register(string name, string json) { var taken = [|_db.KeyExists("user:" + name)|]; if (taken) return false; _db.StringSet("user:" + name, json); return true; }""")]
    [InlineData("""void Save(string key, string v) => _db.StringSet(key, v); void Add(string id, string v) { if (![|_db.KeyExists("a:" + id)|]) Save("a:" + id, v); }""")]
    [InlineData("""async Task Use(string key, string name) { if (await [|_db.HashExistsAsync(key, name)|] && name.Length > 0) { await _db.HashIncrementAsync(key, name); } }""")]
    [InlineData("""void Add(string key, string name, string v) { bool known = [|_db.HashExists(key, name)|]; if (!known) _db.HashSet(key, name, v); }""")]
    [InlineData("""async Task Fill(string key) { if (!await [|_db.KeyExistsAsync(key)|]) { await _db.StringSetAsync(key, await LoadAsync()); } } Task<string> LoadAsync() => Task.FromResult("");""")]
    public Task QuestionWithoutOneRemedy_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Store", member));

    [Theory]
    [InlineData("""void Add(string key, string v) { if (!_db.StringSet(key, v, when: When.NotExists)) Console.WriteLine("there"); }""")]
    [InlineData("""void Look(string key) { if (_db.KeyExists(key)) Console.WriteLine("there"); }""")]
    [InlineData("""bool Has(string key) => _db.KeyExists(key);""")]
    [InlineData("""void Add(string key, string v) { if (!_db.KeyExists(key)) _db.StringSet(key, v, TimeSpan.FromHours(1), When.NotExists); }""")]
    [InlineData("""void Add(string key, string v) { if (!_db.KeyExists(key)) _db.StringSet(key + ":other", v); }""")]
    [InlineData("""bool Add(string key, string v) { if (_db.KeyExists(key)) return false; var t = _db.CreateTransaction(); t.AddCondition(Condition.KeyNotExists(key)); _ = t.StringSetAsync(key, v); return t.Execute(); }""")]
    [InlineData("""void Add(string key, string v, string token) { if (!_db.LockTake("lock:" + key, token, TimeSpan.FromSeconds(9))) return; if (!_db.KeyExists(key)) _db.StringSet(key, v); _db.LockRelease("lock:" + key, token); }""")]
    [InlineData("""void Add(string key, string user) { if (!_db.SetContains("banned", user)) _db.SetAdd("room:" + key, user); }""")]
    [InlineData("""async Task Wait(string key) { while (!await _db.KeyExistsAsync(key)) await Task.Delay(100); var v = await _db.StringGetAsync(key); Console.WriteLine(v); }""")]
    [InlineData("""void Add(string key, string a, string b, string v) { if (!_db.HashExists(key, a)) _db.HashSet(key, b, v); }""")]
    public Task OneCommandOrOtherKey_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Store", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Store(IDatabase db) { public void Add(string key) { if (!db.KeyExists(key)) db.StringSet(key, "v"); } }
        namespace Other.Redis { interface IDatabase { bool KeyExists(string key); bool StringSet(string key, string value); } }
        """);
}
