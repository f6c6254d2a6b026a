using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1508: a lock renewed by SET or EXPIRE.</summary>
public sealed class LockExtendedWithoutTokenTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockExtendedWithoutTokenAnalyzer, LockExtendedWithoutTokenFix>();

    [Theory]
    [InlineData("""void Run(string key) { var token = Guid.NewGuid().ToString(); if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) return; Work(); [|_db.KeyExpire(key, TimeSpan.FromSeconds(9))|]; Work(); _db.LockRelease(key, token); }""")]
    [InlineData("""async Task Run(string id) { var token = Guid.NewGuid().ToString(); if (await _db.StringSetAsync($"lock:{id}", token, TimeSpan.FromSeconds(9), When.NotExists)) { await WorkAsync(); await [|_db.StringSetAsync($"lock:{id}", token, TimeSpan.FromSeconds(9))|]; await WorkAsync(); } }""")]
    [InlineData("""Task<bool> RenewAsync(string lockKey, string token, TimeSpan lease) => [|_db.StringSetAsync(lockKey, token, lease)|];""")]
    [InlineData("""readonly string _key = "", _token = ""; bool Take() => _db.LockTake(_key, _token, TimeSpan.FromSeconds(9)); void Tick(object? state) { [|_db.KeyExpire(_key, TimeSpan.FromSeconds(9))|]; }""")]
    [InlineData("""bool Renew(string id, string token) { if (_db.StringGet("lease:" + id) == token) return [|_db.KeyExpire("lease:" + id, TimeSpan.FromSeconds(9))|]; return false; }""")]
    public async Task RenewalWithTheTokenInScope_IsReportedAndBecomesLockExtend(string member)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains(".LockExtend", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jobs", """bool RenewLock(string id) => [|_db.KeyExpire($"lock:{id}", TimeSpan.FromSeconds(9))|];""")]
    [InlineData("Jobs", """async Task<bool> Extend(string id, string token) { if (await _db.StringGetAsync($"lock:{id}") != token) return false; return await [|_db.StringSetAsync($"lock:{id}", token, TimeSpan.FromSeconds(9), when: When.Exists)|]; }""")]
    [InlineData("RedisLock", """readonly string _name = ""; Task HeartbeatAsync() => [|_db.KeyExpireAsync(_name, TimeSpan.FromSeconds(9))|];""")]
    [InlineData("Jobs", """void Run(string key) { if (_db.LockTake(key, "1", TimeSpan.FromSeconds(9))) { Work(); [|_db.KeyExpire(key, DateTime.UtcNow.AddSeconds(9))|]; } }""")]
    public Task RenewalWithoutTokenInScope_IsReportedWithoutFix(string type, string member) => Rule.VerifyWithoutFixAsync(LockSource.In(type, member));

    [Theory]
    [InlineData("""bool Renew(string id, string token) => _db.LockExtend($"lock:{id}", token, TimeSpan.FromSeconds(9));""")]
    [InlineData("""void Renew(string id, string token) => _db.ScriptEvaluate("if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0", ["lock:" + id], [token, 9000]);""")]
    [InlineData("""bool Renew(string id, string token) { var t = _db.CreateTransaction(); t.AddCondition(Condition.StringEqual("lock:" + id, token)); _ = t.KeyExpireAsync("lock:" + id, TimeSpan.FromSeconds(9)); return t.Execute(); }""")]
    [InlineData("""bool Take(string id, string token) { if (!_db.StringSet($"lock:{id}", token, when: When.NotExists)) return false; _db.KeyExpire($"lock:{id}", TimeSpan.FromSeconds(9)); return true; }""")]
    [InlineData("""bool Lock(string key, string token) => _db.LockTake(key, token, TimeSpan.FromSeconds(9)); bool Expire(string key, TimeSpan ttl) => _db.KeyExpire(key, ttl); bool Set(string key, string value, TimeSpan ttl) => _db.StringSet(key, value, ttl);""")]
    [InlineData("""bool RefreshSession(string id) => _db.KeyExpire($"session:{id}", TimeSpan.FromMinutes(9));""")]
    [InlineData("""void LockAccount(string id) => _db.StringSet($"account:{id}:lock", "1", TimeSpan.FromMinutes(9));""")]
    [InlineData("""void ForceExtend(string id) => _db.KeyExpire($"lock:{id}", TimeSpan.FromMinutes(9));""")]
    [InlineData("""bool Renew(string id) => _db.KeyExpire($"clock:{id}", TimeSpan.FromMinutes(9));""")]
    public Task ComparedRenewalOrOtherKey_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task OtherKeyInALockClass_IsSilent() => Rule.VerifyAsync(LockSource.In("LockService", """
        bool RefreshOwner(string id) => _db.KeyExpire($"session:{id}", TimeSpan.FromMinutes(9));
        """));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public bool RenewLock(string name) => db.KeyExpire("lock:" + name, TimeSpan.FromSeconds(9)); }
        namespace Other.Redis { interface IDatabase { bool KeyExpire(string key, TimeSpan expiry); } }
        """);
}
