using RedisCto.Analyzers.Rules.Expiration;
using RedisCto.CodeFixes.Rules.Expiration;

namespace RedisCto.Analyzers.Tests.Rules.Expiration;

/// <summary>RCTO1301: a cache entry, session or token without a lifetime.</summary>
public sealed class CacheEntryWithoutExpiryTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<CacheEntryWithoutExpiryAnalyzer, CacheEntryWithoutExpiryFix>();

    [Theory]
    [InlineData("""void Save(int id, string json) => [|_db.StringSet($"cache:product:{id}", json)|];""")]
    [InlineData("""Task Save(string user, string token) => [|_db.StringSetAsync("session:" + user, token)|];""")]
    [InlineData("""const string Prefix = "otp:"; async Task Send(string phone, string code) { await [|_db.StringSetAsync(Prefix + phone, code)|]; }""")]
    [InlineData("""void Save(int id, string json) { var cacheKey = $"product:{id}"; [|_db.StringSet(cacheKey, json, null, When.Always)|]; }""")]
    [InlineData("""void CacheProduct(int id, string json) => [|_db.StringSet($"product:{id}", json, flags: CommandFlags.FireAndForget)|];""")]
    [InlineData("""string Key(int id) => $"session:{id}"; void Save(int id, string json) => [|_db.StringSet(Key(id), json, expiry: null, keepTtl: false)|];""")]
    [InlineData("""async Task<string?> Get(int id) { var key = $"product:{id}"; var hit = await _db.StringGetAsync(key); if (hit.HasValue) return hit; var row = await Load(id); await [|_db.StringSetAsync(key, row)|]; return row; } Task<string> Load(int id) => Task.FromResult("row");""")]
    [InlineData("""async Task<string> Get(int id) { string? hit = await _db.StringGetAsync($"product:{id}"); if (hit != null) return hit; var row = await Load(id); await [|_db.StringSetAsync($"product:{id}", System.Text.Json.JsonSerializer.Serialize(row))|]; return row; } Task<string> Load(int id) => Task.FromResult("row");""")]
    [InlineData("""T GetOrLoad<T>(string key, Func<T> load) { var hit = _db.StringGet(key); if (!hit.IsNullOrEmpty) return System.Text.Json.JsonSerializer.Deserialize<T>((string)hit!)!; var value = load(); [|_db.StringSet(key, System.Text.Json.JsonSerializer.Serialize(value))|]; return value; }""")]
    [InlineData("""static class CacheKeys { public static string Product(int id) => $"product:{id}"; } void Save(int id, string json) => [|_db.StringSet(CacheKeys.Product(id), json)|];""")]
    [InlineData("""void Save(string id, HashEntry[] fields) { [|_db.HashSet($"session:{id}", fields)|]; }""")]
    [InlineData("""async Task Save(string id) { await [|_db.HashSetAsync($"session:{id}", "user", "u1")|]; }""")]
    [InlineData("""Task Save(string id, string json) { var batch = _db.CreateBatch(); var task = [|batch.StringSetAsync("cache:" + id, json)|]; batch.Execute(); return task; }""")]
    public async Task CacheShapedWrite_IsReportedAndExpires(string member)
    {
        var text = await Rule.FixAsync(In("Repository", member));

        Assert.Contains("TimeSpan.FromMinutes(10)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RedisCacheService")]
    [InlineData("SessionStore")]
    [InlineData("ProductCache")]
    public Task WrapperNamedForACache_IsReported(string type) =>
        Rule.FixAsync(In(type, """public Task SetAsync(string key, string value) => [|_db.StringSetAsync(key, value)|];"""));

    [Fact]
    public Task ManyEntriesInOneCommand_AreReportedWithoutFix() => Rule.VerifyWithoutFixAsync(
        In("ProductCache", """Task Save(KeyValuePair<RedisKey, RedisValue>[] all) => [|_db.StringSetAsync(all)|];"""));

    [Fact]
    public Task HashWrittenInAnExpression_IsReportedWithoutFix() => Rule.VerifyWithoutFixAsync(
        In("Repository", """Task Save(string id, HashEntry[] fields) => [|_db.HashSetAsync($"session:{id}", fields)|];"""));

    [Theory]
    [InlineData("Repository", """void Save(int id, string json) => _db.StringSet($"cache:product:{id}", json, TimeSpan.FromMinutes(5));""")]
    [InlineData("Repository", """void Save(int id, string json) => _db.StringSet($"cache:product:{id}", json, null, keepTtl: true);""")]
    [InlineData("Repository", """void Save(int id, string json) => _db.StringSet($"product:{id}", json);""")]
    [InlineData("Repository", """void Save(int id, string json) { _db.StringSet($"cache:product:{id}", json); _db.KeyExpire($"cache:product:{id}", TimeSpan.FromHours(1)); }""")]
    [InlineData("Repository", """void Save(string id, HashEntry[] f) { _db.HashSet($"session:{id}", f); Touch($"session:{id}"); } void Touch(string key) => _db.KeyExpire(key, TimeSpan.FromHours(1));""")]
    [InlineData("RedisCacheService", """public Task SetAsync(string key, string value, TimeSpan? expiry = null) => _db.StringSetAsync(key, value, expiry, When.Always);""")]
    [InlineData("RedisCacheService", """public Task SetAsync(string key, string value) => _db.StringSetAsync(key, value); public Task SetAsync(string key, string value, TimeSpan ttl) => _db.StringSetAsync(key, value, ttl);""")]
    [InlineData("RedisCacheService", """public Task SetForeverAsync(string key, string value) => _db.StringSetAsync(key, value);""")]
    [InlineData("RedisCacheService", """public Task SetAsync(string key, string value) => _db.StringSetAsync(key, value); public Task ExpireAsync(string key, TimeSpan ttl) => _db.KeyExpireAsync(key, ttl);""")]
    [InlineData("RedisCacheService", """public void Save(string v) => _db.StringSet("cache:version", v);""")]
    [InlineData("Repository", """void Save(string user, int v) => _db.StringSet($"session:count:{user}", v);""")]
    [InlineData("Repository", """void Save(string user, decimal v) => _db.StringSet($"balance:{user}", (double)v);""")]
    [InlineData("Repository", """bool Claim(string id) => _db.StringSet($"session:{id}", "1", when: When.NotExists);""")]
    [InlineData("Repository", """void Save(Session s, string json) => _db.StringSet($"user:{s.Token}", json); record Session(string Token);""")]
    [InlineData("Repository", """async Task Add(string key) { var v = await _db.StringGetAsync(key); if (v.IsNull) v = "[]"; await _db.StringSetAsync(key, Append(v!)); } string Append(string v) => v + "x";""")]
    [InlineData("Repository", """async Task Init(string key) { var v = await _db.StringGetAsync(key); if (v.IsNull) await _db.StringSetAsync(key, 0); }""")]
    [InlineData("Repository", """void Save(string deviceToken, string user) => _db.StringSet($"device:token:{user}", deviceToken);""")]
    public Task LifetimeOrDurableData_IsSilent(string type, string member) => Rule.VerifyAsync(In(type, member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class ProductCache(IDatabase db) { public void Save(string key) => db.StringSet("cache:" + key, "v"); }
        namespace Other.Redis { interface IDatabase { bool StringSet(string key, string value); } }
        """);

    private static string In(string type, string member) => $$"""
        using StackExchange.Redis;

        class {{type}}
        {
            private readonly IDatabase _db = null!;

            {{member}}
        }
        """;
}
