using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1502: a token that two holders can share.</summary>
public sealed class LockTokenNotUniqueTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockTokenNotUniqueAnalyzer, LockTokenNotUniqueFix>();

    [Theory]
    [InlineData("""void Run(string key) { if (![|_db.LockTake(key, "1", TimeSpan.FromSeconds(9))|]) return; try { Work(); } finally { _db.LockRelease(key, "1"); } }""")]
    [InlineData("""async Task Run(string key) { if (await [|_db.LockTakeAsync(key, Environment.MachineName, TimeSpan.FromSeconds(9))|]) { try { await WorkAsync(); } finally { await _db.LockReleaseAsync(key, Environment.MachineName); } } }""")]
    [InlineData("""void Run(string id) { var token = Environment.CurrentManagedThreadId.ToString(); if ([|_db.StringSet($"lock:{id}", token, TimeSpan.FromSeconds(9), When.NotExists)|]) { Work(); _db.LockRelease($"lock:{id}", token); } }""")]
    [InlineData("""void Run(string key) { string token = DateTime.UtcNow.Ticks.ToString(); if ([|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]) { Work(); _db.LockRelease(key, token); } }""")]
    [InlineData("""void Run(string id) { var taken = [|_db.LockTake($"lock:{id}", id, TimeSpan.FromSeconds(9))|]; if (taken) { Work(); _db.LockRelease($"lock:{id}", id); } }""")]
    [InlineData("""void Run(string key, int userId) { if ([|_db.LockTake(key, userId, TimeSpan.FromSeconds(9))|]) { Work(); _db.LockRelease(key, userId); } }""")]
    [InlineData("""private static readonly string Owner = Environment.MachineName + ":" + Environment.ProcessId; void Run(string key) { if (![|_db.LockTake(key, Owner, TimeSpan.FromSeconds(9))|]) return; Work(); _db.LockRelease(key, Owner); }""")]
    [InlineData("""void Run(string key) { if ([|_db.StringSet("lock:" + key, "locked", TimeSpan.FromSeconds(9), When.NotExists)|]) { Work(); _db.KeyDelete("lock:" + key); } }""")]
    public async Task TokenThatOthersCanHave_IsReportedAndBecomesAGuid(string member)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains("oken = Guid.NewGuid().ToString(\"N\");", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""bool Take(string key) => [|_db.LockTake(key, Environment.MachineName, TimeSpan.FromSeconds(9))|]; bool Free(string key) => _db.LockRelease(key, Environment.MachineName);""")]
    [InlineData("""const string Token = "owner"; Task<bool> TakeAsync(string id) => [|_db.StringSetAsync($"lock:{id}", Token, TimeSpan.FromSeconds(9), When.NotExists)|];""")]
    [InlineData("""bool Take(string id) => [|_db.LockTake("lock:" + id, $"{Environment.MachineName}-{Thread.CurrentThread.ManagedThreadId}", TimeSpan.FromSeconds(9))|];""")]
    [InlineData("""bool Take(string id) { return [|_db.LockTake("lock:" + id, "lock:" + id, TimeSpan.FromSeconds(9))|]; }""")]
    [InlineData("""bool Take(string id) => [|_db.LockTake("lock:" + id, System.Net.Dns.GetHostName(), TimeSpan.FromSeconds(9))|];""")]
    public Task TokenThatIsReleasedElsewhere_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", member));

    [Theory]
    [InlineData("""void Run(string key) { var token = Guid.NewGuid().ToString(); if (_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { Work(); _db.LockRelease(key, token); } }""")]
    [InlineData("""bool Take(string key, string token) => _db.LockTake(key, token, TimeSpan.FromSeconds(9)); bool Free(string key, string token) => _db.LockRelease(key, token);""")]
    [InlineData("""void Run(string key) { var token = $"{Environment.MachineName}:{Guid.NewGuid()}"; if (_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { Work(); _db.LockRelease(key, token); } }""")]
    [InlineData("""private readonly string _owner = Guid.NewGuid().ToString("N"); bool Take(string key) => _db.LockTake(key, _owner, TimeSpan.FromSeconds(9));""")]
    [InlineData("""void Daily() { if (_db.LockTake("lock:report:" + DateTime.UtcNow.Date, "1", TimeSpan.FromDays(1))) Work(); }""")]
    [InlineData("""bool First(string id) => _db.StringSet($"seen:{id}", "1", TimeSpan.FromDays(1), When.NotExists);""")]
    [InlineData("""bool LockDocument(string id, string userId) => _db.StringSet($"lock:doc:{id}", userId, TimeSpan.FromMinutes(9), When.NotExists); string? Editor(string id) => _db.StringGet($"lock:doc:{id}");""")]
    [InlineData("""bool Take(string key) => _db.LockTake(key, Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)), TimeSpan.FromSeconds(9));""")]
    [InlineData("""bool Take(string key) => _db.LockTake(key, $"{Environment.MachineName}:{Environment.ProcessId}:{DateTime.UtcNow.Ticks}", TimeSpan.FromSeconds(9));""")]
    public Task UniqueTokenOrClaimThatNobodyReleases_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public bool Take(string name) => db.LockTake("lock:" + name, "1"); }
        namespace Other.Redis { interface IDatabase { bool LockTake(string key, string value); } }
        """);
}
