using RedisCto.Analyzers.Rules.RoundTrips;
using RedisCto.CodeFixes.Rules.RoundTrips;

namespace RedisCto.Analyzers.Tests.Rules.RoundTrips;

/// <summary>RCTO1103: one round trip per loop turn.</summary>
public sealed class RoundTripPerIterationTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<RoundTripPerIterationAnalyzer, RoundTripPerIterationFix>();

    [Theory]
    [InlineData("""async Task Delete(string[] ids) { foreach (var id in ids) await [|_db.KeyDeleteAsync($"user:{id}")|]; }""", "await Task.WhenAll(ids.Select(id => _db.KeyDeleteAsync($\"user:{id}\")));")]
    [InlineData("""async Task Save(Dictionary<string, string> all) { foreach (var pair in all) { var key = "a:" + pair.Key; await [|_db.StringSetAsync(key, pair.Value)|].ConfigureAwait(false); } }""", "Task.WhenAll(all.Select(async pair =>")]
    [InlineData("""async Task<List<string?>> Get(List<string> ids) { var found = new List<string?>(); foreach (var id in ids) { var value = await [|_db.StringGetAsync(id)|]; if (value.HasValue) found.Add(value); } return found; }""", "foreach (var (id, value) in await Task.WhenAll(ids.Select(async id => (id, await _db.StringGetAsync(id)))))")]
    [InlineData("""async Task<List<string?>> Get(IEnumerable<int> ids) { var found = new List<string?>(); foreach (var id in ids) found.Add(await [|_db.StringGetAsync("k" + id)|]); return found; }""", "found.Add(reply);")]
    [InlineData("""async Task<int> Get(int[] ids) { var n = 0; foreach (var id in ids) { var key = $"user:{id}"; var all = await [|_db.HashGetAllAsync(key)|]; n += all.Length + key.Length; } return n; }""", "foreach (var (id, key, all) in await Task.WhenAll(")]
    [InlineData("""void Add(string[] tags) { foreach (var tag in tags) [|_db.SetAdd("tags", tag)|]; }""", "_db.SetAdd(\"tags\", members);")]
    [InlineData("""async Task Push(IEnumerable<string> jobs) { foreach (var job in jobs) { await [|_db.ListRightPushAsync("jobs", job)|]; } }""", "await _db.ListRightPushAsync(\"jobs\", members);")]
    [InlineData("""void Delete(string[] ids) { foreach (var id in ids) [|_db.KeyDelete("user:" + id)|]; }""", "_db.KeyDelete(keys)")]
    [InlineData("""List<string?> Get(string[] ids) { var found = new List<string?>(); foreach (var id in ids) { var value = [|_db.StringGet(id)|]; found.Add(id + value); } return found; }""", "foreach (var (id, value) in ids.Zip(_db.StringGet(ids.Select(id => (RedisKey)id).ToArray())))")]
    [InlineData("""async Task<int> Sum(string[] ids) { var sum = 0; foreach (var id in ids) { var value = await [|_db.StringGetAsync(id)|]; if (value.IsNull) throw new KeyNotFoundException(id); sum += (int)value; } return sum; }""", "foreach (var (id, value) in await Task.WhenAll(")]
    [InlineData("""async Task Save(string[] items) { for (var i = 0; i < items.Length; i++) { await [|_db.StringSetAsync($"item:{i}", items[i])|]; Console.WriteLine(i); } }""", "await Task.WhenAll(pending);")]
    [InlineData("""async Task Save(string[] items, bool all) { foreach (var item in items) { if (all || item.Length > 3) { await [|_db.StringSetAsync(item, 1)|]; } } }""", "pending.Add(_db.StringSetAsync(item, 1));")]
    public async Task TripPerItem_IsReportedAndSentTogether(string member, string expected)
    {
        Assert.Contains(expected, await Rule.FixAsync(In(member)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""List<string?> Get(string[] ids) => ids.Select(id => (string?)[|_db.StringGet(id)|]).ToList();""")]
    [InlineData("""async Task Describe(RedisKey[] keys) { foreach (var key in keys) { switch (await [|_db.KeyTypeAsync(key)|]) { case RedisType.Hash: await _db.HashLengthAsync(key); break; default: break; } } }""")]
    [InlineData("""void Delete(List<string> ids) => ids.ForEach(id => [|_db.KeyDelete(id)|]);""")]
    [InlineData("""async Task Load(string id) { await _db.StringGetAsync("user:" + id); } async Task All(string[] ids) { foreach (var id in ids) await [|Load(id)|]; }""")]
    [InlineData("""async Task<T> Try<T>(Func<Task<T>> run) => await run(); async Task All(string[] ids) { foreach (var id in ids) await Try(() => [|_db.KeyDeleteAsync(id)|]); }""")]
    [InlineData("""async Task Sweep(IServer server) { await foreach (var key in server.KeysAsync(pattern: "tmp:*")) await [|_db.KeyDeleteAsync(key)|]; }""")]
    [InlineData("""void All(string[] ids) { foreach (var id in ids) { [|_db.KeyDeleteAsync(id)|].Wait(); } }""")]
    [InlineData("""async Task All(string[] ids) { foreach (var id in ids) { var name = await [|_db.StringGetAsync(id)|]; await _db.StringSetAsync("copy:" + id, name); } }""")]
    [InlineData("""IEnumerable<string?> All(IEnumerable<string> ids) { foreach (var id in ids) yield return [|_db.StringGet(id)|]; }""")]
    [InlineData("""async Task All(string[] ids) { foreach (var id in ids) { try { await [|_db.KeyDeleteAsync(id)|]; } catch (RedisException) { Console.WriteLine(id); } } }""")]
    public Task ShapeWithoutSafeRewriting_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Fact]
    public async Task KeyMadeInTheTurn_TravelsWithTheReply()
    {
        var text = await Rule.FixAsync("""
            using StackExchange.Redis;

            class Repository(IDatabase db)
            {
                public async Task<Dictionary<string, string?>> NamesAsync(IReadOnlyList<int> ids)
                {
                    var names = new Dictionary<string, string?>();
                    // one after the other
                    foreach (var id in ids)
                    {
                        var key = $"user:{id}";
                        var name = await [|db.HashGetAsync(key, "name")|];
                        names[key] = name;
                    }
                    return names;
                }
            }
            """);

        Assert.Equal("""
            using StackExchange.Redis;

            class Repository(IDatabase db)
            {
                public async Task<Dictionary<string, string?>> NamesAsync(IReadOnlyList<int> ids)
                {
                    var names = new Dictionary<string, string?>();
                    // one after the other
                    foreach (var (id, key, name) in await Task.WhenAll(ids.Select(async id =>
                    {
                        var key = $"user:{id}";
                        return (id, key, await db.HashGetAsync(key, "name"));
                    })))
                    {
                        names[key] = name;
                    }
                    return names;
                }
            }
            """, text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task TopLevelStatements_AreReportedAndSentTogether()
    {
        var text = await Rule.FixAsync("""
            using StackExchange.Redis;
            var db = (await ConnectionMultiplexer.ConnectAsync("localhost")).GetDatabase();
            string[] users = ["ann", "bob", "cid", "dan"];
            foreach (var user in users)
            {
                await [|db.StringSetAsync($"user:{user}", "1")|];
            }
            """);

        Assert.Contains("await Task.WhenAll(users.Select(user => db.StringSetAsync($\"user:{user}\", \"1\")));", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""async Task All(string[] ids) { var tasks = new List<Task>(); foreach (var id in ids) tasks.Add(_db.KeyDeleteAsync(id)); await Task.WhenAll(tasks); }""")]
    [InlineData("""async Task All(string[] ids) { var batch = _db.CreateBatch(); var tasks = new List<Task>(); foreach (var id in ids) tasks.Add(batch.KeyDeleteAsync(id)); batch.Execute(); await Task.WhenAll(tasks); }""")]
    [InlineData("""Task All(string[] ids) => Task.WhenAll(ids.Select(async id => await _db.StringGetAsync(id)));""")]
    [InlineData("""async Task All() { foreach (var id in new[] { "a", "b", "c" }) await _db.KeyDeleteAsync(id); }""")]
    [InlineData("""static readonly string[] Names = ["a", "b"]; async Task All() { foreach (var id in Names) await _db.KeyDeleteAsync(id); }""")]
    [InlineData("""async Task All() { for (var i = 0; i < 3; i++) await _db.KeyDeleteAsync("k" + i); }""")]
    [InlineData("""async Task All(RedisKey[] keys) { foreach (var chunk in keys.Chunk(500)) await _db.KeyDeleteAsync(chunk); }""")]
    [InlineData("""async Task All(string[] keys) { for (var i = 0; i < keys.Length; i += 100) await _db.KeyDeleteAsync(keys[i]); }""")]
    [InlineData("""async Task<bool> Save(string key) { for (var attempt = 0; attempt < 5; attempt++) { try { return await _db.StringSetAsync(key, "v"); } catch (RedisException) { await Task.Delay(50); } } return false; }""")]
    [InlineData("""async Task<string?> First(string[] ids) { foreach (var id in ids) { var value = await _db.StringGetAsync(id); if (value.HasValue) return value; } return null; }""")]
    [InlineData("""async Task Until(string[] ids) { foreach (var id in ids) { if (!await _db.KeyDeleteAsync(id)) break; } }""")]
    [InlineData("""async Task Poll(CancellationToken ct) { while (!ct.IsCancellationRequested) { await _db.StringGetAsync("flag"); await Task.Delay(1000, ct); } }""")]
    [InlineData("""async Task Paced(string[] ids) { foreach (var id in ids) { await _db.KeyDeleteAsync(id); await Task.Delay(10); } }""")]
    [InlineData("""async Task<long> Follow(string[] steps) { RedisValue at = "start"; foreach (var step in steps) at = await _db.StringGetAsync($"{step}:{at}"); return (long)at; }""")]
    [InlineData("""async Task Servers(IConnectionMultiplexer[] all) { foreach (var mux in all) await mux.GetDatabase().PingAsync(); }""")]
    [InlineData("""async Task Nodes(IDatabase[] all) { foreach (var db in all) await db.KeyDeleteAsync("k"); }""")]
    [InlineData("""async Task Hammer(int n) { for (var i = 0; i < n; i++) await _db.StringIncrementAsync("hits"); }""")]
    [InlineData("""async Task SeedUsers(string[] ids) { foreach (var id in ids) await _db.StringSetAsync(id, "1"); }""")]
    [InlineData("""void All(string[] ids) { foreach (var id in ids) _db.StringSet(id, "1", flags: CommandFlags.FireAndForget); }""")]
    [InlineData("""async Task Work(StreamEntry[] entries) { foreach (var entry in entries) { await Handle(entry); await _db.StreamAcknowledgeAsync("s", "g", entry.Id); } } Task Handle(StreamEntry entry) => Task.Delay(entry.Values.Length);""")]
    [InlineData("""bool Has(string[] ids) => ids.Any(id => _db.KeyExists(id));""")]
    [InlineData("""async Task<bool> Reserve(string[] skus) { foreach (var sku in skus) { var left = await _db.StringDecrementAsync("stock:" + sku); if (left < 0) { await _db.StringIncrementAsync("stock:" + sku); return false; } } return true; }""")]
    [InlineData("""async Task Chunked(string[] ids) { foreach (var chunk in ids.Chunk(100)) await Task.WhenAll(chunk.Select(id => _db.KeyDeleteAsync(id))); }""")]
    [InlineData("""Task Parallelised(string[] ids) => Parallel.ForEachAsync(ids, async (id, token) => await _db.KeyDeleteAsync(id));""")]
    [InlineData("""async Task Listen(ISubscriber subscriber) { await foreach (var message in await subscriber.SubscribeAsync(RedisChannel.Literal("c"))) await _db.StringSetAsync("last", message.Message); }""")]
    [InlineData("""async Task Drain(string[] lists) { foreach (var list in lists) await _db.ListLeftPopAsync(list); }""")]
    [InlineData("""async Task Lazy(string[] ids) { foreach (var id in ids) { Func<Task> later = async () => await _db.KeyDeleteAsync(id); await Task.Run(later); } }""")]
    [InlineData("""bool LockOn(IConnectionMultiplexer cache, string id) => cache.GetDatabase().StringSet("lock", id, TimeSpan.FromSeconds(9), When.NotExists); int Quorum(ICollection<IConnectionMultiplexer> all, string id) => all.Count(cache => LockOn(cache, id));""")]
    [InlineData("""bool Free(IConnectionMultiplexer cache) => cache.GetDatabase().KeyDelete("k"); void All(ICollection<IConnectionMultiplexer> all) { foreach (var cache in all) Free(cache); }""")]
    public Task TogetherAlreadyOrTurnAfterTurn_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public async Task All(string[] ids) { foreach (var id in ids) await db.KeyDeleteAsync(id); } }
        namespace Other.Redis { interface IDatabase { Task<bool> KeyDeleteAsync(string key); } }
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
