using RedisCto.Analyzers.Rules.Async;
using RedisCto.CodeFixes.Rules.Async;

namespace RedisCto.Analyzers.Tests.Rules.Async;

/// <summary>RCTO1101: a thread is blocked on a Redis task, where SER307 and SER308 do not look.</summary>
public sealed class BlockingOnRedisTaskTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<BlockingOnRedisTaskAnalyzer, BlockingOnRedisTaskFix>();

    [Theory]
    [InlineData("""async Task<string?> Load(string id) { var task = _db.StringGetAsync(id); await Task.Yield(); return [|task.Result|]; }""", "return await task;")]
    [InlineData("""async Task<int> Load(string id) { await Task.Yield(); return [|GetAsync(id).Result|]!.Length; } async Task<string?> GetAsync(string id) { return await _db.StringGetAsync(id); }""", "return (await GetAsync(id))!.Length;")]
    [InlineData("""async Task Save(string a, string b) { await Task.Yield(); [|Task.WaitAll(_db.StringSetAsync(a, 1), _db.StringSetAsync(b, 2))|]; }""", "await Task.WhenAll(_db.StringSetAsync(a, 1), _db.StringSetAsync(b, 2));")]
    [InlineData("""async Task Save(string a) { await Task.Yield(); var set = _db.StringSetAsync(a, 1); [|set.Wait()|]; }""", "await set;")]
    [InlineData("""async Task<string?> Load(string id) { await Task.Yield(); return [|_db.StringGetAsync(id).ConfigureAwait(false).GetAwaiter().GetResult()|]; }""", "return await _db.StringGetAsync(id).ConfigureAwait(false);")]
    [InlineData("""async Task Load(string[] ids) { await Task.Yield(); var tasks = ids.Select(id => _db.StringGetAsync(id)).ToArray(); [|Task.WaitAll(tasks)|]; foreach (var task in tasks) Console.WriteLine(task.Result); }""", "await Task.WhenAll(tasks);")]
    public async Task BlockingInAsyncMethod_IsReportedAndAwaited(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""string? Load(string id) { var task = _db.StringGetAsync(id); return [|task.Result|]; }""")]
    [InlineData("""string? Load(string id) => [|GetAsync(id).GetAwaiter().GetResult()|]; async Task<string?> GetAsync(string id) => await _db.StringGetAsync(id);""")]
    [InlineData("""string? Load(string id) => [|Task.Run(async () => await _db.StringGetAsync(id)).Result|];""")]
    [InlineData("""RedisValue Load(string id) => [|Task.Run(() => _db.StringGetAsync(id)).GetAwaiter().GetResult()|];""")]
    [InlineData("""RedisValue[] Load(string[] ids) => [|Task.WhenAll(ids.Select(id => _db.StringGetAsync(id))).Result|];""")]
    [InlineData("""void Save(string a) { var set = _db.StringSetAsync(a, 1); if (![|set.Wait(1000)|]) throw new TimeoutException(); }""")]
    [InlineData("""async Task Save(string a) { await Task.Yield(); var set = _db.StringSetAsync(a, 1); lock (this) { [|set.Wait()|]; } }""")]
    [InlineData("""bool Exists => [|ExistsAsync().Result|]; Task<bool> ExistsAsync() => _db.KeyExistsAsync("a");""")]
    public Task BlockingWhereNothingCanBeAwaited_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""async Task<string?> Load(string id) => await _db.StringGetAsync(id);""")]
    [InlineData("""async Task<string?> Load(string a, string b) { var x = _db.StringGetAsync(a); var y = _db.StringGetAsync(b); await Task.WhenAll(x, y); return x.Result + y.Result; }""")]
    [InlineData("""async Task<string?> Load(string[] ids) { var tasks = ids.Select(id => _db.StringGetAsync(id)).ToList(); await Task.WhenAll(tasks); return string.Concat(tasks.Select(task => task.Result)); }""")]
    [InlineData("""Task<string?> Load(string id) => _db.StringGetAsync(id).ContinueWith(task => (string?)task.Result);""")]
    [InlineData("""async Task<string?> Load(string id) { var t = _db.CreateTransaction(); var get = t.StringGetAsync(id); await t.ExecuteAsync(); return get.Result; }""")]
    [InlineData("""string? Load(string id) { var b = _db.CreateBatch(); var get = b.StringGetAsync(id); b.Execute(); return get.Result; }""")]
    [InlineData("""ValueTask<RedisValue> Load(string id) { var get = _db.StringGetAsync(id); return get.IsCompletedSuccessfully ? new(get.Result) : new(get); }""")]
    [InlineData("""string? Load(string id) => _db.StringGetAsync(id).Result;""")]
    [InlineData("""string? Load(string id) => _db.StringGet(id);""")]
    [InlineData("""string Load() => File.ReadAllTextAsync("a").Result;""")]
    [InlineData("""static IDatabase Db => null!; static void Main() { var get = Db.StringGetAsync("a"); Console.WriteLine(get.Result); }""")]
    [InlineData("""async Task<bool> Load(string id) { var get = _db.StringGetAsync(id); return await Task.WhenAny(get, Task.Delay(50)) == get && get.Result.HasValue; }""")]
    public Task AwaitedOrCompletedOrSeenByTheClient_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public string Load() { var get = db.StringGetAsync("a"); return get.Result; } }
        namespace Other.Redis { interface IDatabase { Task<string> StringGetAsync(string key); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            private readonly IDatabase _db = null!;

            {{member}}
        }
        """;
}
