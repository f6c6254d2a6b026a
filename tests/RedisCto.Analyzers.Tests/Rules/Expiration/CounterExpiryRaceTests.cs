using RedisCto.Analyzers.Rules.Expiration;
using RedisCto.CodeFixes.Rules.Expiration;

namespace RedisCto.Analyzers.Tests.Rules.Expiration;

/// <summary>RCTO1303: a counter gets its lifetime by a second command.</summary>
public sealed class CounterExpiryRaceTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<CounterExpiryRaceAnalyzer, CounterExpiryRaceFix>();

    [Theory]
    [InlineData("""async Task<bool> Allow(string user) { var key = $"rate:{user}"; var count = await [|_db.StringIncrementAsync(key)|]; if (count == 1) await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); return count <= 10; }""", "await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1), ExpireWhen.HasNoExpiry); return")]
    [InlineData("""long Count(string key) { long n = [|_db.StringIncrement(key, 2)|]; if (1 == n) { _db.KeyExpire(key, TimeSpan.FromDays(1)); } return n; }""", "_db.KeyExpire(key, TimeSpan.FromDays(1), ExpireWhen.HasNoExpiry); return")]
    [InlineData("""async Task Hit(string key, TimeSpan window) { if (await [|_db.StringIncrementAsync(key)|] == 1) await _db.KeyExpireAsync(key, window); }""", "await _db.KeyExpireAsync(key, window, ExpireWhen.HasNoExpiry);")]
    [InlineData("""const string Key = "visits"; void Hit() { if ([|_db.StringIncrement(Key)|] is 1) _db.KeyExpire("visits", TimeSpan.FromDays(1)); }""", "_db.KeyExpire(\"visits\", TimeSpan.FromDays(1), ExpireWhen.HasNoExpiry);")]
    [InlineData("""async Task Hit(string key) { var n = await [|_db.StringIncrementAsync(key)|].ConfigureAwait(false); if (n <= 1) { await _db.KeyExpireAsync(key: key, expiry: TimeSpan.FromHours(1)).ConfigureAwait(false); } }""", "expiry: TimeSpan.FromHours(1), when: ExpireWhen.HasNoExpiry)")]
    public async Task ExpiryAtTheFirstIncrement_IsReportedAndSentEachTime(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("if (", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""async Task Hit(string key) { await [|_db.StringIncrementAsync(key)|]; await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); }""")]
    [InlineData("""async Task Hit(string key) { var n = await [|_db.StringIncrementAsync(key)|]; if (n == 1) await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1), ExpireWhen.HasNoExpiry); }""")]
    [InlineData("""async Task Hit(string key, DateTime end) { var n = await [|_db.StringIncrementAsync(key)|]; if (n == 1) { Console.WriteLine("first"); await _db.KeyExpireAsync(key, end); } }""")]
    [InlineData("""Task<long> Increment(string key) => _db.StringIncrementAsync(key); Task Expire(string key) => _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); async Task Hit(string id) { var n = await [|Increment("a:" + id)|]; if (n == 1) await Expire("a:" + id); }""")]
    [InlineData("""void Take(string key) { var left = [|_db.StringDecrement(key)|]; _db.KeyExpire(key, TimeSpan.FromMinutes(5), CommandFlags.FireAndForget); }""")]
    public Task OtherShape_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Fact]
    public Task TopLevelStatements_AreReported() => Rule.FixAsync("""
        using StackExchange.Redis;
        var db = ConnectionMultiplexer.Connect("localhost").GetDatabase();
        var hits = db.StringIncrement("hits");
        var count = [|db.StringIncrement("daily")|];
        if (count == 1)
            db.KeyExpire("daily", TimeSpan.FromDays(1));
        Console.WriteLine(hits + count);
        """);

    [Theory]
    [InlineData("""async Task Hit(string key) { await _db.StringIncrementAsync(key); await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1), ExpireWhen.HasNoExpiry); }""")]
    [InlineData("""async Task Hit(string key) { var t = _db.CreateTransaction(); _ = t.StringIncrementAsync(key); _ = t.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); await t.ExecuteAsync(); }""")]
    [InlineData("""async Task Hit(string key) { var b = _db.CreateBatch(); var n = b.StringIncrementAsync(key); var e = b.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); b.Execute(); await Task.WhenAll(n, e); }""")]
    [InlineData("""Task Hit(string key) => _db.ScriptEvaluateAsync("local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('EXPIRE', KEYS[1], 60) end return n", [key]);""")]
    [InlineData("""async Task Hit(string key) { var n = await _db.StringIncrementAsync(key); var ttl = await _db.KeyTimeToLiveAsync(key); if (n == 1 || ttl is null) await _db.KeyExpireAsync(key, TimeSpan.FromMinutes(1)); }""")]
    [InlineData("""async Task Hit(string a, string b) { await _db.StringIncrementAsync(a); await _db.KeyExpireAsync(b, TimeSpan.FromMinutes(1)); }""")]
    [InlineData("""async Task Hit(string key) { await _db.StringSetAsync(key, 0, TimeSpan.FromMinutes(1), When.NotExists); await _db.StringIncrementAsync(key); }""")]
    [InlineData("""Task<long> Hit(string key) => _db.StringIncrementAsync(key);""")]
    [InlineData("""async Task Hit(string key) { await _db.HashIncrementAsync(key, "hits"); await _db.KeyExpireAsync(key, TimeSpan.FromDays(1)); }""")]
    [InlineData("""async Task Hit(string key, bool up) { if (up) { await _db.StringIncrementAsync(key); } else { await _db.KeyExpireAsync(key, TimeSpan.FromDays(1)); } }""")]
    public Task OneStepOrRepairedEachTime_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Limiter(IDatabase db) { public void Hit(string key) { if (db.StringIncrement(key) == 1) db.KeyExpire(key, TimeSpan.FromDays(1)); } }
        namespace Other.Redis { interface IDatabase { long StringIncrement(string key); bool KeyExpire(string key, TimeSpan? expiry); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Limiter
        {
            private readonly IDatabase _db = null!;

            {{member}}
        }
        """;
}
