using RedisCto.Analyzers.Rules.Locks;
using RedisCto.CodeFixes.Rules.Locks;

namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>RCTO1507: a lock asked for in a tight loop.</summary>
public sealed class LockSpinTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<LockSpinAnalyzer, LockSpinFix>();

    [Theory]
    [InlineData("""void Run(string key, string token) { while (![|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]) { } Work(); }""", "Thread.Sleep(Random.Shared.Next(50, 150));")]
    [InlineData("""void Run(string key, string token) { while (![|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]) ; Work(); }""", "Thread.Sleep(Random.Shared.Next(50, 150));")]
    [InlineData("""async Task Run(string id, string token, CancellationToken stop) { while (!await [|_db.StringSetAsync($"lock:{id}", token, TimeSpan.FromSeconds(9), When.NotExists)|]) { await Task.Yield(); } Work(); }""", "await Task.Delay(Random.Shared.Next(50, 150), stop);")]
    [InlineData("""async Task<bool> Run(string key, string token) { for (var i = 0; i < 100; i++) { if (await [|_db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))|]) return true; } return false; }""", "await Task.Delay(Random.Shared.Next(50, 150));")]
    [InlineData("""async Task Run(string key, string token) { while (true) { if (await [|_db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))|]) { await WorkAsync(); break; } Console.WriteLine("busy"); } }""", "await Task.Delay(Random.Shared.Next(50, 150));")]
    [InlineData("""void Run(string key, string token) { bool taken; do { taken = [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; } while (!taken); Work(); }""", "Thread.Sleep(Random.Shared.Next(50, 150));")]
    [InlineData("""bool Take(string key, string token) => _db.LockTake(key, token, TimeSpan.FromSeconds(9)); void Run(string key, string token) { while (![|Take(key, token)|]) { } Work(); }""", "Thread.Sleep(Random.Shared.Next(50, 150));")]
    public async Task LoopThatAsksAgainAtOnce_IsReportedAndWaits(string member, string expected)
    {
        var text = await Rule.FixAsync(LockSource.In("Jobs", member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public Task LoopThatJumpsToItsNextTurn_IsReportedWithoutFix() => Rule.VerifyWithoutFixAsync(LockSource.In("Jobs", """
        void Run(string key, string token) { while (true) { var taken = [|_db.LockTake(key, token, TimeSpan.FromSeconds(9))|]; if (taken) { Work(); return; } continue; } }
        """));

    [Theory]
    [InlineData("""async Task Run(string key, string token) { while (!await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))) await Task.Delay(100); Work(); }""")]
    [InlineData("""void Run(string key, string token) { while (!_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { Thread.Sleep(50); } Work(); }""")]
    [InlineData("""async Task Run(string key, string token) { while (true) { if (await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(9))) { Work(); return; } await BackOff(); } } Task BackOff() => Task.Delay(9);""")]
    [InlineData("""void Run(string[] keys, string token) { foreach (var key in keys) { if (_db.LockTake(key, token, TimeSpan.FromSeconds(9))) { Work(); break; } } }""")]
    [InlineData("""int Slot(string token) { for (var i = 0; i < 5; i++) { if (_db.LockTake($"lock:slot:{i}", token, TimeSpan.FromSeconds(9))) return i; } return -1; }""")]
    [InlineData("""async Task Run(PeriodicTimer timer, string token) { while (await timer.WaitForNextTickAsync()) { if (await _db.LockTakeAsync("lock:job", token, TimeSpan.FromSeconds(9))) { await WorkAsync(); break; } } }""")]
    [InlineData("""void Run(Queue<string> jobs, string token) { while (jobs.Count > 0) { var job = jobs.Dequeue(); if (_db.LockTake("lock:" + job, token, TimeSpan.FromSeconds(9))) Work(); } }""")]
    [InlineData("""bool Run(string key, string token) => _db.LockTake(key, token, TimeSpan.FromSeconds(9));""")]
    public Task LoopThatWaitsOrTakesOtherLocks_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Jobs", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Jobs(IDatabase db) { public void Run(string key) { while (!db.LockTake(key, "t")) { } } }
        namespace Other.Redis { interface IDatabase { bool LockTake(string key, string value); } }
        """);
}
