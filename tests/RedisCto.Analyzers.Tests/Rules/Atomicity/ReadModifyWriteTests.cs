using RedisCto.Analyzers.Rules.Atomicity;
using RedisCto.Analyzers.Tests.Rules.Locks;
using RedisCto.CodeFixes.Rules.Atomicity;

namespace RedisCto.Analyzers.Tests.Rules.Atomicity;

/// <summary>RCTO1401: a value read, changed and written back.</summary>
public sealed class ReadModifyWriteTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<ReadModifyWriteAnalyzer, ReadModifyWriteFix>();

    [Theory]
    [InlineData("""void Hit(string page) { var count = (int)_db.StringGet($"hits:{page}"); [|_db.StringSet($"hits:{page}", count + 1)|]; }""", "_db.StringIncrement($\"hits:{page}\");")]
    [InlineData("""async Task Take(string sku, int n) { var stock = (long)await _db.StringGetAsync("stock:" + sku); await [|_db.StringSetAsync("stock:" + sku, stock - n)|]; }""", "await _db.StringDecrementAsync(\"stock:\" + sku, n);")]
    [InlineData("""async Task Add(string user) { var points = (int?)await _db.HashGetAsync("points", user) ?? 0; await [|_db.HashSetAsync("points", user, points + 10)|]; }""", "await _db.HashIncrementAsync(\"points\", user, 10);")]
    public async Task Counter_IsReportedAndBecomesAnIncrement(string member, string expected)
    {
        var text = await Rule.FixAsync(LockSource.In("Store", member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Get", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""int Hit(string key) { int count = (int)_db.StringGet(key); count++; [|_db.StringSet(key, count)|]; return count; }""")]
    [InlineData("""void Log(string key, string line) { var text = _db.StringGet(key); [|_db.StringSet(key, text + line)|]; }""")]
    [InlineData("""async Task Add(string user, string item) { var json = await _db.StringGetAsync($"cart:{user}"); var cart = json.IsNull ? new List<string>() : System.Text.Json.JsonSerializer.Deserialize<List<string>>((string)json!)!; cart.Add(item); await [|_db.StringSetAsync($"cart:{user}", System.Text.Json.JsonSerializer.Serialize(cart))|]; }""")]
    [InlineData("""class Profile { public string Name { get; set; } = ""; } void Rename(string key, string name) { var profile = System.Text.Json.JsonSerializer.Deserialize<Profile>(_db.StringGet(key).ToString())!; profile.Name = name; [|_db.StringSet(key, System.Text.Json.JsonSerializer.Serialize(profile), TimeSpan.FromHours(1))|]; }""")]
    [InlineData("""void Spend(string key, decimal amount) { if (!decimal.TryParse((string?)_db.StringGet(key), out var balance) || balance < amount) return; var rest = balance - amount; [|_db.StringSet(key, rest.ToString())|]; }""")]
    [InlineData("""void Twice(string key) => [|_db.StringSet(key, (double)_db.StringGet(key) * 2)|];""")]
    public Task OtherChange_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Store", member));

    [Theory]
    [InlineData("""void Hit(string key) => _db.StringIncrement(key);""")]
    [InlineData("""async Task<string> Read(string key) { var cached = await _db.StringGetAsync(key); if (!cached.IsNull) return cached.ToString(); var text = await LoadAsync(); await _db.StringSetAsync(key, text, TimeSpan.FromHours(1)); return text; } Task<string> LoadAsync() => Task.FromResult("");""")]
    [InlineData("""async Task<string> Read(string key) { string text; var cached = await _db.StringGetAsync(key); if (cached.HasValue) { text = cached.ToString() + "!"; } else { text = await LoadAsync(); await _db.StringSetAsync(key, text, TimeSpan.FromHours(1)); } return text; } Task<string> LoadAsync() => Task.FromResult("");""")]
    [InlineData("""void Hit(string key) { while (true) { var old = _db.StringGet(key); var t = _db.CreateTransaction(); t.AddCondition(Condition.StringEqual(key, old)); _ = t.StringSetAsync(key, (int)old + 1); if (t.Execute()) return; } }""")]
    [InlineData("""void Hit(string key, string token) { if (!_db.LockTake("lock:" + key, token, TimeSpan.FromSeconds(9))) return; var n = (int)_db.StringGet(key); _db.StringSet(key, n + 1); _db.LockRelease("lock:" + key, token); }""")]
    [InlineData("""void Touch(string key) { var value = _db.StringGet(key); if (value.HasValue) _db.StringSet(key, value, TimeSpan.FromHours(1)); }""")]
    [InlineData("""void Copy(string a, string b) { var n = (int)_db.StringGet(a); _db.StringSet(b, n + 1); }""")]
    [InlineData("""void Mark(string key, string now) { var before = _db.StringGet(key); Console.WriteLine(before + " was there"); _db.StringSet(key, now); }""")]
    [InlineData("""void Poll() { var id = _db.StringGet("checkpoint:orders"); var entries = _db.StreamRead("orders", id); if (entries.Length > 0) _db.StringSet("checkpoint:orders", entries[^1].Id + ""); }""")]
    [InlineData("""void Field(string key) { var a = (int)_db.HashGet(key, "a"); _db.HashSet(key, "b", a + 1); }""")]
    public Task OneStepGuardOrOtherValue_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Store", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Store(IDatabase db) { public void Hit(string key) { var n = db.StringGet(key); db.StringSet(key, n + 1); } }
        namespace Other.Redis { interface IDatabase { int StringGet(string key); bool StringSet(string key, int value); } }
        """);
}
