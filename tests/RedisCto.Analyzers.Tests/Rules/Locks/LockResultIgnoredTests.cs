using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1504: a lock whose refusal changes nothing.</summary>
public sealed class LockResultIgnoredTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockResultIgnoredAnalyzer, LockResultIgnoredFix>();

    [Theory]
    [InlineData("""void Run(string key, string token) { [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; try { Work(); } finally { _db.LockRelease(key, token); } }""", "if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9)))")]
    [InlineData("""async Task Run(string key, string token) { await [|_db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))|].ConfigureAwait(false); await WorkAsync(); }""", "if (!await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9)).ConfigureAwait(false))")]
    [InlineData("""async Task<bool> Run(string id, string token) { _ = await [|_db.StringSetAsync($"lock:{id}", token, TimeSpan.FromSeconds(9), When.NotExists)|]; await WorkAsync(); return true; }""", "return false;")]
    [InlineData("""int Run(string key, string token) { var taken = [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; Work(); return 1; }""", "throw new System.InvalidOperationException(\"Another client holds the lock.\");")]
    [InlineData("""void Run(string[] keys, string token) { foreach (var key in keys) { [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; Work(); } }""", "continue;")]
    [InlineData("""void Run(string key, string token) { bool taken = [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; if (!taken) { Console.WriteLine($"busy: {key}"); } Work(); }""", "return;")]
    [InlineData("""async Task Run(string key, string token) { if (!await [|_db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))|]) Console.WriteLine("busy"); await WorkAsync(); }""", "return;")]
    [InlineData("""Task<bool> TakeAsync(string key, string token) => _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9)); async Task Run(string key, string token) { await [|TakeAsync(key, token)|]; await WorkAsync(); }""", "if (!await TakeAsync(key, token))")]
    public async Task WorkWhateverTheTakeGave_IsReportedAndGuarded(string member, string guard)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains(guard, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Run(string key, string token) { if ([|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]) { Work(); } else { Work(); } }""")]
    [InlineData("""async Task Run(string key, string token) { [|_db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))|]; await WorkAsync(); }""")]
    [InlineData("""void Run(string id, string token) { [|_db.Execute("SET", "lock:" + id, token, "NX", "EX", "9")|]; Work(); }""")]
    public Task IgnoredResultWithoutOneRemedy_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", member));

    [Theory]
    [InlineData("""void Run(string key, string token) { if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) return; Work(); }""")]
    [InlineData("""void Run(string key, string token) { if (_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { Work(); } else { Console.WriteLine("busy"); } }""")]
    [InlineData("""bool Run(string key, string token) => _db.LockTake(key, token, TimeSpan.FromSeconds(9));""")]
    [InlineData("""void Run(string key, string token) { var taken = _db.LockTake(key, token, TimeSpan.FromSeconds(9)); if (!taken) { Console.WriteLine("busy"); return; } Work(); }""")]
    [InlineData("""void Run(string key, string token) { if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) throw new TimeoutException(); Work(); }""")]
    [InlineData("""bool _leader; async Task Elect(string token) { _leader = await _db.LockTakeAsync("leader", token, TimeSpan.FromSeconds(9)); Work(); }""")]
    [InlineData("""void Run(string key, string token) { _db.LockTake(key, token, TimeSpan.FromSeconds(9)); if (_db.LockQuery(key) == token) Work(); }""")]
    [InlineData("""void Seed() { _db.StringSet("next:id", 1000, when: When.NotExists); Work(); }""")]
    [InlineData("""void LockAccount(string id) { _db.StringSet($"account:{id}:lock", "1", TimeSpan.FromMinutes(9), When.NotExists); Work(); }""")]
    [InlineData("""async Task<string> Load(string key, string token) { if (await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))) { await WorkAsync(); return ""; } else { await Task.Delay(50); await WorkAsync(); return ""; } }""")]
    public Task ResultAskedOrNoLock_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public void Run(string name, string token) { db.LockTake(name, token); Console.WriteLine(name); } }
        namespace Other.Redis { interface IDatabase { bool LockTake(string key, string value); } }
        """);
}
