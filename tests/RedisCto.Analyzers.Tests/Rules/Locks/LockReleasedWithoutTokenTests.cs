using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1503: a lock released by deleting its key.</summary>
public sealed class LockReleasedWithoutTokenTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockReleasedWithoutTokenAnalyzer, LockReleasedWithoutTokenFix>();

    [Theory]
    [InlineData("""void Run(string key) { var token = Guid.NewGuid().ToString("N"); if (!_db.LockTake(key, token, TimeSpan.FromSeconds(10))) return; try { Work(); } finally { [|_db.KeyDelete(key)|]; } }""")]
    [InlineData("""async Task Run(string id) { var token = Guid.NewGuid().ToString(); if (await _db.StringSetAsync($"order:{id}", token, TimeSpan.FromSeconds(10), When.NotExists)) { try { Work(); } finally { await [|_db.KeyDeleteAsync($"order:{id}")|]; } } }""")]
    [InlineData("""void Run(string id) { var lockKey = "job:" + id; RedisValue token = Guid.NewGuid().ToString(); _db.StringSet(lockKey, token, TimeSpan.FromSeconds(10), when: When.NotExists); Work(); [|_db.KeyDelete(lockKey)|]; }""")]
    [InlineData("""void Release(string key, string token) { var lockKey = "lock:" + key; if (_db.StringGet(lockKey) == token) { [|_db.KeyDelete(lockKey)|]; } }""")]
    [InlineData("""async Task Release(string key, string token) { if (await _db.StringGetAsync("lock:" + key) == token) await [|_db.KeyDeleteAsync("lock:" + key)|]; }""")]
    [InlineData("""async Task<bool> Release(string lockKey, string token) { var held = await _db.StringGetAsync(lockKey); if (held == token) { Work(); return await [|_db.KeyDeleteAsync(lockKey)|]; } return false; }""")]
    [InlineData("""string _token = ""; bool Take() => _db.LockTake("jobs", _token = Guid.NewGuid().ToString(), TimeSpan.FromSeconds(9)); bool Extend() => _db.LockExtend("jobs", _token, TimeSpan.FromSeconds(9)); void Free() { [|_db.KeyDelete("jobs", CommandFlags.DemandMaster)|]; }""")]
    [InlineData("""void Release(string key, string owner) { if (owner.Equals((string?)_db.StringGet(key))) [|_db.KeyDelete(key)|]; }""")]
    public async Task DeleteOfALockWithTheTokenInScope_IsReportedAndBecomesLockRelease(string member)
    {
        var text = await Rule.FixAsync(In("Repository", member));

        Assert.Contains(".LockRelease", text, StringComparison.Ordinal);
        Assert.DoesNotContain("KeyDelete", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GuardThatOnlyCompares_IsReplacedByLockRelease()
    {
        var text = await Rule.FixAsync(In("Repository", """
            void Release(string key, string token)
            {
                if (_db.StringGet("lock:" + key) == token)
                    [|_db.KeyDelete("lock:" + key)|];
            }
            """));

        Assert.Contains("_db.LockRelease(\"lock:\" + key, token);", text, StringComparison.Ordinal);
        Assert.DoesNotContain("if (", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Repository", """void Release(string id) => [|_db.KeyDelete($"lock:{id}")|];""")]
    [InlineData("Repository", """Task ReleaseLockAsync(string key) => [|_db.KeyDeleteAsync(key)|];""")]
    [InlineData("Repository", """RedisResult Release(string id) => [|_db.Execute("DEL", "lock:" + id)|];""")]
    [InlineData("Repository", """string LockKey(string id) => "order:" + id; void Done(string id) { [|_db.KeyDelete(LockKey(id))|]; }""")]
    [InlineData("RedisLock", """private readonly string _name = ""; public void Dispose() { [|_db.KeyDelete(_name)|]; }""")]
    [InlineData("Repository", """void Run(string key) { if (_db.LockTake(key, "1", TimeSpan.FromSeconds(10))) { Work(); [|_db.KeyDelete(key)|]; } }""")]
    [InlineData("Repository", """void Run(string key) { if (_db.LockTake(key, Environment.MachineName, TimeSpan.FromSeconds(10))) { Work(); [|_db.KeyDelete(key)|]; } }""")]
    public Task DeleteOfALockWithoutTokenInScope_IsReportedWithoutFix(string type, string member) => Rule.VerifyWithoutFixAsync(In(type, member));

    [Theory]
    [InlineData("""void Run(string key) { var token = Guid.NewGuid().ToString(); if (!_db.LockTake(key, token, TimeSpan.FromSeconds(10))) return; try { Work(); } finally { _db.LockRelease(key, token); } }""")]
    [InlineData("""void Release(string key, string token) => _db.ScriptEvaluate("if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0", ["lock:" + key], [token]);""")]
    [InlineData("""bool Release(string key, string token) { var t = _db.CreateTransaction(); t.AddCondition(Condition.StringEqual("lock:" + key, token)); _ = t.KeyDeleteAsync("lock:" + key); return t.Execute(); }""")]
    [InlineData("""void Remove(string id) => _db.KeyDelete($"user:{id}");""")]
    [InlineData("""void Unblock(string id) => _db.KeyDelete($"block:{id}");""")]
    [InlineData("""void Login(string id) => _db.KeyDelete($"lockout:{id}");""")]
    [InlineData("""void LockAccount(string id) => _db.StringSet($"account:{id}:lock", "1"); void Restore(string id) => _db.KeyDelete($"account:{id}:lock");""")]
    [InlineData("""void UnlockAccount(string id) => _db.KeyDelete($"lock:{id}");""")]
    [InlineData("""void ForceRelease(string id) => _db.KeyDelete($"lock:{id}");""")]
    [InlineData("""bool Verify(string user, string code) { if (_db.StringGet("otp:" + user) == code) { _db.KeyDelete("otp:" + user); return true; } return false; }""")]
    [InlineData("""void Handle(string id) { if (!_db.StringSet("processed:" + id, "1", TimeSpan.FromDays(1), When.NotExists)) return; try { Work(); } catch { _db.KeyDelete("processed:" + id); throw; } }""")]
    [InlineData("""void Tick() => _db.KeyDelete("clock:now");""")]
    public Task TokenedReleaseOrOtherKey_IsSilent(string member) => Rule.VerifyAsync(In("Repository", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public void Release(string id) => db.KeyDelete("lock:" + id); }
        namespace Other.Redis { interface IDatabase { bool KeyDelete(string key); } }
        """);

    private static string In(string type, string member) => $$"""
        using StackExchange.Redis;

        class {{type}}
        {
            private readonly IDatabase _db = null!;
            private void Work() { }

            {{member}}
        }
        """;
}
