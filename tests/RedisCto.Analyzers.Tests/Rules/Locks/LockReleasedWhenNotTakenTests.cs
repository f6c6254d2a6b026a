using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1505: a release that runs also where the lock was not taken.</summary>
public sealed class LockReleasedWhenNotTakenTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockReleasedWhenNotTakenAnalyzer, LockReleasedWhenNotTakenFix>();

    [Theory]
    [InlineData("""void Run(string key, string token) { try { if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) return; Work(); } finally { [|_db.LockRelease(key, token)|]; } }""", "if (!(taken = _db.LockTake(key, token, TimeSpan.FromSeconds(9))))")]
    [InlineData("""async Task Run(string key, string token) { try { if (await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))) { await WorkAsync(); } } finally { await [|_db.LockReleaseAsync(key, token)|]; } }""", "if ((taken = await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))))")]
    [InlineData("""void Run(string key, string token) { var ours = _db.LockTake(key, token, TimeSpan.FromSeconds(9)); try { if (ours) Work(); } finally { [|_db.LockRelease(key, token)|]; } }""", "if (ours)")]
    [InlineData("""void Run(string id, string token) { try { var ours = _db.StringSet($"lock:{id}", token, TimeSpan.FromSeconds(9), When.NotExists); if (!ours) return; Work(); } finally { [|_db.LockRelease($"lock:{id}", token)|]; } }""", "var ours = false;")]
    public async Task ReleaseOfWhatMayNotBeTaken_IsReportedAndAsksFirst(string member, string expected)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public Task ReleaseWhoseResultIsDiscarded_IsReportedWithoutFix() => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", """
        async Task Run(string key, string token) { bool ours = await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9)); try { if (!ours) throw new TimeoutException(); await WorkAsync(); } finally { _ = await [|_db.LockReleaseAsync(key, token)|].ConfigureAwait(false); } }
        """));

    [Theory]
    [InlineData("""void Run(string key, string token) { if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) return; try { Work(); } finally { _db.LockRelease(key, token); } }""")]
    [InlineData("""void Run(string key, string token) { if (_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { try { Work(); } finally { _db.LockRelease(key, token); } } }""")]
    [InlineData("""void Run(string key, string token) { var taken = false; try { taken = _db.LockTake(key, token, TimeSpan.FromSeconds(9)); if (taken) Work(); } finally { if (taken) _db.LockRelease(key, token); } }""")]
    [InlineData("""void Run(string key, string token) { var taken = _db.LockTake(key, token, TimeSpan.FromSeconds(9)); if (!taken) return; try { Work(); } finally { _db.LockRelease(key, token); } }""")]
    [InlineData("""void Run(string key, string token) { try { if (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) return; Work(); _db.LockRelease(key, token); } finally { Work(); } }""")]
    [InlineData("""void Run(string key, string token) { try { Work(); } finally { _db.LockRelease(key, token); } }""")]
    public Task ReleaseOfWhatWasTaken_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public void Run(string key) { try { if (!db.LockTake(key, "t")) return; Console.WriteLine(key); } finally { db.LockRelease(key, "t"); } } }
        namespace Other.Redis { interface IDatabase { bool LockTake(string key, string value); bool LockRelease(string key, string value); } }
        """);
}
