using RedisCto.Analyzers.Rules.Atomicity;
using RedisCto.Analyzers.Rules.Blocking;
using RedisCto.Analyzers.Rules.Connection;
using RedisCto.Analyzers.Rules.Expiration;
using RedisCto.Analyzers.Rules.Locks;
using RedisCto.Analyzers.Rules.RoundTrips;

namespace RedisCto.Analyzers.Tests;

/// <summary>Whole files as people write them, judged by all rules at once: what they say together, and where they must not speak.</summary>
public sealed class FieldCasesTests
{
    internal static readonly RedisAnalyzer[] Rules =
    [
        new MultiplexerPerCallAnalyzer(), new RoundTripPerIterationAnalyzer(), new KeysCommandAnalyzer(), new CacheEntryWithoutExpiryAnalyzer(),
        new SetThenExpireAnalyzer(), new LockReleasedWithoutTokenAnalyzer(), new LockWithoutExpiryAnalyzer(), new LockTokenNotUniqueAnalyzer(),
        new LockResultIgnoredAnalyzer(), new LockExtendedWithoutTokenAnalyzer(), new LockSpinAnalyzer(), new LockReleasedWhenNotTakenAnalyzer(), new ReadModifyWriteAnalyzer(),
        new CheckThenActAnalyzer(), new SetNxThenExpireAnalyzer(), new GetThenDeleteAnalyzer(),
    ];

    public static TheoryData<string, string> Cases => new()
    {
        {
            "generic cache service with optional expiry that is applied afterwards", """
            public interface ICacheService { Task<T?> GetAsync<T>(string key); Task SetAsync<T>(string key, T value, TimeSpan? expiry = null); }
            public class RedisCacheService : ICacheService
            {
                private readonly IConnectionMultiplexer _connection;
                private readonly IDatabase _database;
                public RedisCacheService(IConnectionMultiplexer connection) { _connection = connection; _database = connection.GetDatabase(); }
                public async Task<T?> GetAsync<T>(string key) { var value = await _database.StringGetAsync(key); return value.IsNullOrEmpty ? default : JsonSerializer.Deserialize<T>((string)value!); }
                public async Task SetAsync<T>(string key, T value, TimeSpan? expiry = null)
                {
                    var json = JsonSerializer.Serialize(value);
                    await _database.StringSetAsync(key, json); // RCTO1302
                    if (expiry.HasValue)
                        await _database.KeyExpireAsync(key, expiry.Value);
                }
                public async Task RemoveByPatternAsync(string pattern)
                {
                    var server = _connection.GetServer(_connection.GetEndPoints()[0]);
                    foreach (var key in server.Keys(pattern: pattern))
                        await _database.KeyDeleteAsync(key); // RCTO1103
                }
            }
            """
        },
        {
            "static helper of the old school", """
            public static class RedisHelper
            {
                private static readonly string ConnectionString = "localhost:6379";
                public static ConnectionMultiplexer GetConnection() { return ConnectionMultiplexer.Connect(ConnectionString); }
                public static void Set(string key, string value) { using (var conn = GetConnection()) { conn.GetDatabase().StringSet(key, value); } } // RCTO1001
                public static string? Get(string key) { using (var conn = ConnectionMultiplexer.Connect(ConnectionString)) { return conn.GetDatabase().StringGet(key); } } // RCTO1001
            }
            """
        },
        {
            "the documented lazy connection", """
            public class RedisConnectorHelper
            {
                static RedisConnectorHelper() { lazyConnection = new Lazy<ConnectionMultiplexer>(() => { return ConnectionMultiplexer.Connect("localhost"); }); }
                private static readonly Lazy<ConnectionMultiplexer> lazyConnection;
                public static ConnectionMultiplexer Connection { get { return lazyConnection.Value; } }
            }
            """
        },
        {
            "async initialisation with a semaphore", """
            public sealed class RedisProvider : IAsyncDisposable
            {
                private readonly SemaphoreSlim _lock = new(1, 1);
                private readonly ConfigurationOptions _options;
                private volatile IConnectionMultiplexer? _connection;
                public RedisProvider(ConfigurationOptions options) => _options = options;
                public async ValueTask<IDatabase> GetDatabaseAsync(CancellationToken token = default)
                {
                    if (_connection is { IsConnected: true } live) return live.GetDatabase();
                    await _lock.WaitAsync(token);
                    try { _connection ??= await ConnectionMultiplexer.ConnectAsync(_options); return _connection.GetDatabase(); }
                    finally { _lock.Release(); }
                }
                public async ValueTask DisposeAsync() { if (_connection is not null) await _connection.DisposeAsync(); }
            }
            """
        },
        {
            "cache-aside with a decorator and a factory", """
            public record Product(int Id, string Name);
            public interface IProducts { Task<Product?> FindAsync(int id); }
            public class CachedProducts(IProducts inner, IDatabase redis) : IProducts
            {
                public async Task<Product?> FindAsync(int id)
                {
                    var key = $"product:{id}";
                    var cached = await redis.StringGetAsync(key);
                    if (!cached.IsNull)
                        return JsonSerializer.Deserialize<Product>((string)cached!);
                    var product = await inner.FindAsync(id);
                    if (product != null)
                        await redis.StringSetAsync(key, JsonSerializer.Serialize(product)); // RCTO1301
                    return product;
                }
            }
            """
        },
        {
            "lock class with a token and a script", """
            public sealed class RedisLock(IDatabase db, string key, string token) : IAsyncDisposable
            {
                private const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";
                public static async Task<RedisLock?> TryTakeAsync(IDatabase db, string resource, TimeSpan ttl)
                {
                    var token = Guid.NewGuid().ToString("N");
                    return await db.StringSetAsync("lock:" + resource, token, ttl, When.NotExists) ? new RedisLock(db, "lock:" + resource, token) : null;
                }
                public async ValueTask DisposeAsync() => await db.ScriptEvaluateAsync(Release, [key], [token]);
            }
            """
        },
        {
            "lock service that deletes", """
            public class DistributedLockService(IConnectionMultiplexer redis)
            {
                private readonly IDatabase _db = redis.GetDatabase();
                public Task<bool> AcquireAsync(string resource, string token, TimeSpan ttl) => _db.StringSetAsync($"lock:{resource}", token, ttl, When.NotExists);
                public async Task ReleaseAsync(string resource, string token)
                {
                    var current = await _db.StringGetAsync($"lock:{resource}");
                    if (current == token)
                        await _db.KeyDeleteAsync($"lock:{resource}"); // RCTO1503
                }
            }
            """
        },
        {
            "leaderboard, counters and baskets", """
            public class Shop(IDatabase db)
            {
                public Task ScoreAsync(string player, double points) => db.SortedSetIncrementAsync("leaderboard", player, points);
                public Task StockAsync(string sku, int n) => db.StringSetAsync($"stock:{sku}", n);
                public Task BasketAsync(string user, HashEntry[] items) => db.HashSetAsync($"basket:{user}", items);
                public Task ProfileAsync(string user, string json) => db.StringSetAsync($"user:{user}:profile", json);
                public async Task<RedisValue[]> ManyAsync(string[] skus) => await db.StringGetAsync(skus.Select(sku => (RedisKey)$"stock:{sku}").ToArray());
            }
            """
        },
        {
            "stream worker", """
            public class Worker(IDatabase db)
            {
                public async Task RunAsync(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        var entries = await db.StreamReadGroupAsync("orders", "workers", "w1", ">", 10);
                        foreach (var entry in entries)
                        {
                            await HandleAsync(entry);
                            await db.StreamAcknowledgeAsync("orders", "workers", entry.Id);
                        }
                        if (entries.Length == 0)
                            await Task.Delay(200, token);
                    }
                }
                private static Task HandleAsync(StreamEntry entry) => Task.Delay(entry.Values.Length);
            }
            """
        },
        {
            "bulk reads through a repository helper", """
            public class Users(IDatabase db)
            {
                public async Task<List<string>> NamesAsync(IEnumerable<int> ids)
                {
                    var names = new List<string>();
                    foreach (var id in ids)
                    {
                        var name = await NameAsync(id); // RCTO1103
                        if (name is not null)
                            names.Add(name);
                    }
                    return names;
                }
                private async Task<string?> NameAsync(int id) => await db.HashGetAsync($"user:{id}", "name");
                public async Task RemoveAsync(List<int> ids)
                {
                    for (int i = 0; i < ids.Count; i++)
                    {
                        await db.KeyDeleteAsync($"user:{ids[i]}"); // RCTO1103
                    }
                }
            }
            """
        },
        {
            "controller with everything wrong", """
            [Microsoft.AspNetCore.Mvc.ApiController]
            public class SessionsController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                [Microsoft.AspNetCore.Mvc.HttpPost]
                public async Task<string> Login(string user)
                {
                    var redis = await ConnectionMultiplexer.ConnectAsync("redis:6379"); // RCTO1001
                    var db = redis.GetDatabase();
                    var token = Guid.NewGuid().ToString();
                    await db.StringSetAsync($"session:{token}", user); // RCTO1301
                    return token;
                }
                [Microsoft.AspNetCore.Mvc.HttpGet]
                public int Count([Microsoft.AspNetCore.Mvc.FromServices] IConnectionMultiplexer redis) => ((RedisKey[])redis.GetDatabase().Execute("KEYS", "session:*")!).Length; // RCTO1201
            }
            """
        },
        {
            "rate limiter and idempotency claims", """
            public class Gate(IDatabase db)
            {
                public async Task<bool> AllowAsync(string user) { var n = await db.StringIncrementAsync($"rate:{user}"); if (n == 1) await db.KeyExpireAsync($"rate:{user}", TimeSpan.FromMinutes(1)); return n <= 100; }
                public async Task<bool> FirstAsync(string id) => await db.StringSetAsync($"seen:{id}", "1", TimeSpan.FromDays(1), When.NotExists);
                public async Task SaveTokenAsync(string user, string token) => await db.StringSetAsync($"refresh:token:{user}", token, TimeSpan.FromDays(30));
            }
            """
        },
        {
            "token read and rotated with a condition", """
            public class Tokens(IDatabase db)
            {
                public async Task<bool> RotateAsync(string user, string old, string next)
                {
                    var transaction = db.CreateTransaction();
                    transaction.AddCondition(Condition.StringEqual($"token:{user}", old));
                    _ = transaction.StringSetAsync($"token:{user}", next);
                    _ = transaction.KeyExpireAsync($"token:{user}", TimeSpan.FromHours(1));
                    return await transaction.ExecuteAsync();
                }
            }
            """
        },
        {
            "health check and start-up", """
            public static class Program
            {
                public static async Task Main(string[] args)
                {
                    var mux = await ConnectionMultiplexer.ConnectAsync(args[0]);
                    foreach (var endpoint in mux.GetEndPoints())
                        await mux.GetServer(endpoint).PingAsync();
                    await ReportAsync(mux.GetDatabase());
                }
                private static async Task ReportAsync(IDatabase db) => Console.WriteLine(await db.PingAsync());
            }
            """
        },
        {
            "health check that connects each time", """
            public class RedisHealthCheck : Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck
            {
                public async Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult> CheckHealthAsync(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckContext context, CancellationToken cancellationToken = default)
                {
                    try
                    {
                        using var connection = await ConnectionMultiplexer.ConnectAsync("localhost"); // RCTO1001
                        await connection.GetDatabase().PingAsync();
                        return Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy();
                    }
                    catch (RedisConnectionException failure) { return Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Unhealthy(exception: failure); }
                }
            }
            """
        },
        {
            "hosted service whose helper connects at every tick", """
            public class Ticker : Microsoft.Extensions.Hosting.BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await TickAsync();
                        await Task.Delay(1000, stoppingToken);
                    }
                }
                private static async Task TickAsync()
                {
                    using var mux = await ConnectionMultiplexer.ConnectAsync("localhost"); // RCTO1001
                    await mux.GetDatabase().StringIncrementAsync("ticks");
                }
            }
            """
        },
        {
            "provider with a primary constructor and a lazy", """
            public class Provider(string configuration)
            {
                private readonly Lazy<IConnectionMultiplexer> _connection = new(() => ConnectionMultiplexer.Connect(configuration));
                public IDatabase Database => _connection.Value.GetDatabase();
            }
            """
        },
        {
            "console tool with a command method", """
            var mux = ConnectionMultiplexer.Connect(args[0]);
            var db = mux.GetDatabase();
            Import(args[1]);

            void Import(string file)
            {
                foreach (var line in File.ReadLines(file))
                    db.ListRightPush("lines", line); // RCTO1103
            }
            """
        },
        {
            "session store with a sliding expiry", """
            public class SessionStore(IDatabase db)
            {
                private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
                public async Task SaveAsync(string id, HashEntry[] fields)
                {
                    var key = $"session:{id}";
                    await db.HashSetAsync(key, fields);
                    await db.KeyExpireAsync(key, Idle);
                }
                public Task TouchAsync(string id) => db.KeyExpireAsync($"session:{id}", Idle);
            }
            """
        },
        {
            "token bucket, feature flags, cached configuration", """
            public class CacheSettings(IDatabase db)
            {
                public Task FillAsync(string user, int tokens) => db.StringSetAsync($"token-bucket:{user}", tokens);
                public Task FlagAsync(string name, bool on) => db.StringSetAsync($"feature:{name}", on);
                public Task SaveAsync(string json) => db.StringSetAsync("cache:config", json);
            }
            """
        },
        {
            "lock kept in fields, NX taken, deleted in Dispose", """
            public sealed class Mutex(IDatabase db, string name) : IDisposable
            {
                private readonly string _token = Guid.NewGuid().ToString("N");
                public bool Enter(TimeSpan ttl) => db.StringSet(name, _token, ttl, When.NotExists);
                public void Dispose() => db.KeyDelete(name); // RCTO1503
            }
            """
        },
        {
            "base class with a protected database", """
            public abstract class RedisRepository(IConnectionMultiplexer redis) { protected IDatabase Db => redis.GetDatabase(); }
            public class Reports(IConnectionMultiplexer redis) : RedisRepository(redis)
            {
                public void Save(string id, string text)
                {
                    Db.StringSet(Key(id), text); // RCTO1302
                    Db.KeyExpire(Key(id), TimeSpan.FromHours(2));
                }
                private static string Key(string id) => $"report:{id}";
            }
            """
        },
        {
            "lock by LockTake, released in a finally by key", """
            public class Jobs(IDatabase db)
            {
                public async Task RunOnceAsync(string job, Func<Task> work)
                {
                    var key = $"job:{job}:lock";
                    if (!await db.LockTakeAsync(key, Environment.MachineName, TimeSpan.FromMinutes(1))) // RCTO1502
                        return;
                    try { await work(); }
                    finally { await db.KeyDeleteAsync(key); } // RCTO1503
                }
            }
            """
        },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task File_IsJudgedAsItsCommentsSay(string story, string text)
    {
        var source = $"using System.Text.Json;\nusing StackExchange.Redis;\n{text}";
        var expected = source.Split('\n').Select((line, index) => (line, index))
            .Where(entry => entry.line.Contains("// RCTO", StringComparison.Ordinal))
            .Select(entry => $"{entry.line[(entry.line.LastIndexOf("// ", StringComparison.Ordinal) + 3)..]} line {entry.index + 1}");

        List<string> found = [];
        foreach (var rule in Rules)
            found.AddRange((await new RuleVerifier(rule.Rule.Id, rule).FindLinesAsync(source)).Select(line => $"{rule.Rule.Id} {line[..line.IndexOf(':', StringComparison.Ordinal)]}"));

        Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal), StringComparer.Ordinal), $"{story}: found {string.Join("; ", found)}");
    }
}
