using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1501: a lock that lives until it is released.</summary>
public sealed class LockWithoutExpiryTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockWithoutExpiryAnalyzer, LockWithoutExpiryFix>();

    [Theory]
    [InlineData("""bool TryRun(string id, string token) { if (![|_db.StringSet($"lock:{id}", token, when: When.NotExists)|]) return false; try { Work(); } finally { _db.LockRelease($"lock:{id}", token); } return true; }""")]
    [InlineData("""async Task<bool> AcquireAsync(string id, string token) => await [|_db.StringSetAsync("order:" + id + ":lock", token, null, When.NotExists)|];""")]
    [InlineData("""bool Take(string name, string token) => [|_db.LockTake(name, token, TimeSpan.MaxValue)|];""")]
    [InlineData("""private static readonly TimeSpan Forever = TimeSpan.MaxValue; Task<bool> Take(string name, string token) => [|_db.LockTakeAsync(name, token, Forever)|];""")]
    [InlineData("""const string Mutex = "jobs:mutex"; bool Enter(string token) { var when = When.NotExists; return [|_db.StringSet(Mutex, token, when: when)|]; }""")]
    [InlineData("""string Key(string id) => $"lock:{id}"; Task<bool> TryLock(string id) => [|_db.StringSetAsync(Key(id), Guid.NewGuid().ToString(), flags: CommandFlags.DemandMaster, when: When.NotExists)|];""")]
    [InlineData("""void Run(string job) { if ([|_db.StringSet(job, "1", null, When.NotExists, CommandFlags.None)|]) { try { Work(); } finally { _db.KeyDelete(job); } } }""")]
    public async Task LockWithoutLease_IsReportedAndGetsOne(string member)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains("TimeSpan.FromSeconds(30)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""bool Take(string id) => (bool)[|_db.Execute("SETNX", $"lock:{id}", "token")|];""")]
    [InlineData("""bool Take(string id, string token) => ![|_db.Execute("SET", "lock:" + id, token, "NX")|].IsNull;""")]
    public Task RawLockWithoutLease_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LockClassWithoutLockInItsKey_IsReported() => Rule.VerifyAsync(LockSource.In("RedisLock", """
        private readonly string _name = "", _token = "";
        public bool Acquire() => [|_db.StringSet(_name, _token, when: When.NotExists)|];
        """));

    [Theory]
    [InlineData("""bool Take(string id, string token) => _db.StringSet($"lock:{id}", token, TimeSpan.FromSeconds(30), When.NotExists);""")]
    [InlineData("""bool Take(string id, string token, TimeSpan? lease) => _db.StringSet($"lock:{id}", token, lease, When.NotExists);""")]
    [InlineData("""bool Take(string id, string token) => _db.LockTake($"lock:{id}", token, TimeSpan.FromMinutes(1));""")]
    [InlineData("""bool First(string id) => _db.StringSet($"processed:{id}", "1", when: When.NotExists);""")]
    [InlineData("""bool Register(string name, string value) => _db.StringSet($"config:{name}", value, when: When.NotExists);""")]
    [InlineData("""bool Take(string id, string token) { var got = _db.StringSet($"lock:{id}", token, when: When.NotExists); if (got) _db.KeyExpire($"lock:{id}", TimeSpan.FromSeconds(30)); return got; }""")]
    [InlineData("""void LockAccount(string id) { _db.StringSet($"account:{id}:lock", "1", when: When.NotExists); }""")]
    [InlineData("""bool Block(string id) => _db.StringSet($"block:{id}", "1", when: When.NotExists);""")]
    [InlineData("""bool Take(string id, string token) => !_db.Execute("SET", "lock:" + id, token, "NX", "PX", 30000).IsNull;""")]
    [InlineData("""bool Take(string id, string token) { var t = _db.CreateTransaction(); _ = t.StringSetAsync($"lock:{id}", token, when: When.NotExists); _ = t.KeyExpireAsync($"lock:{id}", TimeSpan.FromSeconds(9)); return t.Execute(); }""")]
    public Task LockWithLeaseOrNoLock_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public bool Take(string name, string token) => db.LockTake("lock:" + name, token, TimeSpan.MaxValue); }
        namespace Other.Redis { interface IDatabase { bool LockTake(string key, string value, TimeSpan expiry); } }
        """);
}
