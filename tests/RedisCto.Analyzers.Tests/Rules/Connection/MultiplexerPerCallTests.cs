using RedisCto.Analyzers.Rules.Connection;
using RedisCto.CodeFixes.Rules.Connection;

namespace RedisCto.Analyzers.Tests.Rules.Connection;

/// <summary>RCTO1001: a connection per call.</summary>
public sealed class MultiplexerPerCallTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<MultiplexerPerCallAnalyzer, MultiplexerPerCallFix>();

    [Theory]
    [InlineData("""string? Get(string key) { using var mux = [|ConnectionMultiplexer.Connect("localhost")|]; return mux.GetDatabase().StringGet(key); }""")]
    [InlineData("""string? Get(string key) { using (var mux = [|ConnectionMultiplexer.Connect("localhost")|]) { return mux.GetDatabase().StringGet(key); } }""")]
    [InlineData("""async Task<string?> Get(string key) { await using var mux = await [|ConnectionMultiplexer.ConnectAsync("localhost")|]; return await mux.GetDatabase().StringGetAsync(key); }""")]
    [InlineData("""async Task<string?> Get(string key) { var mux = await [|ConnectionMultiplexer.ConnectAsync("localhost")|].ConfigureAwait(false); try { return await mux.GetDatabase().StringGetAsync(key); } finally { await mux.CloseAsync(); } }""")]
    [InlineData("""string? Get(string key) => [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase().StringGet(key);""")]
    [InlineData("""IDatabase Db => [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase();""")]
    [InlineData("""IConnectionMultiplexer Connection { get { return [|ConnectionMultiplexer.Connect("localhost")|]; } }""")]
    [InlineData("""const string Host = "localhost"; void Set(string key) { IConnectionMultiplexer mux = [|ConnectionMultiplexer.Connect(Host + ",abortConnect=false")|]; var db = mux.GetDatabase(); db.StringSet(key, "v"); mux.Dispose(); }""")]
    [InlineData("""IDatabase Database() { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; return mux.GetDatabase(); }""")]
    [InlineData("""void Each(string[] keys) { foreach (var key in keys) { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; mux.GetDatabase().KeyDelete(key); } }""")]
    [InlineData("""static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("localhost"); string? Get(string key) { using var mux = [|Open()|]; return mux.GetDatabase().StringGet(key); }""")]
    [InlineData("""Task<bool> Set(string key) => Task.Run(() => { using var mux = [|ConnectionMultiplexer.Connect("localhost")|]; return mux.GetDatabase().StringSet(key, "v"); });""")]
    [InlineData("""void Both(string key) { using (var a = [|ConnectionMultiplexer.Connect("localhost")|]) a.GetDatabase().KeyDelete(key); using (var b = [|ConnectionMultiplexer.Connect("localhost")|]) b.GetDatabase().KeyDelete(key); }""")]
    [InlineData("""ConnectionMultiplexer _mux = null!; void Set(string key) { _mux = [|ConnectionMultiplexer.Connect("localhost")|]; _mux.GetDatabase().KeyDelete(key); }""")]
    [InlineData("""static IDatabase _db = null!; static IDatabase Db { get { _db = [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase(); return _db; } }""")]
    [InlineData("""void Set(string key) { var host = "localhost"; var mux = [|ConnectionMultiplexer.Connect(host)|]; mux.GetDatabase().KeyDelete(key); }""")]
    [InlineData("""void Set(string key) { var mux = [|ConnectionMultiplexer.Connect("localhost", options => options.ClientName = "app")|]; mux.GetDatabase().KeyDelete(key); }""")]
    [InlineData("""async Task<bool> Touch(string key) { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; var db = mux.GetDatabase(); if (!await db.KeyExistsAsync(key)) return false; return await db.KeyTouchAsync(key); }""")]
    [InlineData("""void Walk(string key) { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; foreach (var field in mux.GetDatabase().HashKeys(key)) Console.WriteLine(field); }""")]
    [InlineData("""string Show(string key) { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; var db = mux.GetDatabase(); return $"{db.StringGet(key)}"; }""")]
    [InlineData("""long Next(string key) { var mux = [|ConnectionMultiplexer.Connect("localhost")|]; var db = mux.GetDatabase(); while (db.StringIncrement(key) < 10) { } return db.StringLength(key) + 1; }""")]
    public async Task ConnectPerCall_IsReportedAndShared(string member)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains("private static readonly Lazy<", text, StringComparison.Ordinal);
        Assert.Contains("SharedConnection.Value", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SharedConnection2", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("using (var )?[(a-z]+ = |Dispose|Close", text);
    }

    [Fact]
    public async Task CloseInAFinally_GoesWithItsFinally()
    {
        var text = await Rule.FixAsync(In("""
            string? Get(string key)
                {
                    var mux = [|ConnectionMultiplexer.Connect("localhost")|];
                    try
                    {
                        return mux.GetDatabase().StringGet(key);
                    }
                    catch (RedisException)
                    {
                        return null;
                    }
                    finally
                    {
                        mux.Dispose();
                    }
                }
            """));

        Assert.DoesNotContain("finally", text, StringComparison.Ordinal);
        Assert.Contains("catch", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""void Set(string host) { using var mux = [|ConnectionMultiplexer.Connect(host)|]; mux.GetDatabase().KeyDelete("k"); }""")]
    [InlineData("""readonly string _host = "h"; void Set() { using var mux = [|ConnectionMultiplexer.Connect(_host + ",ssl=true")|]; mux.GetDatabase().KeyDelete("k"); } void Change() => Console.WriteLine(_host);""")]
    [InlineData("""void Set() { var options = new ConfigurationOptions(); options.EndPoints.Add("localhost"); using var mux = [|ConnectionMultiplexer.Connect(options)|]; mux.GetDatabase().KeyDelete("k"); }""")]
    public Task ConfigurationOutOfReachOfAField_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Fact]
    public Task ControllerAndRequestHandlers_AreReported() => Rule.VerifyAsync("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        var app = WebApplication.Create();
        app.MapGet("/", (string key) => { using var mux = [|ConnectionMultiplexer.Connect("localhost")|]; return (string?)mux.GetDatabase().StringGet(key); });
        app.Run();

        public class UserController : ControllerBase
        {
            private readonly IConnectionMultiplexer _mux;
            public UserController() => _mux = [|ConnectionMultiplexer.Connect("localhost")|];
            public bool Exists(string key) => _mux.GetDatabase().KeyExists(key);
        }
        """);

    [Fact]
    public Task ConstructorOfATransientService_IsReported() => Rule.VerifyAsync("""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        public class Repository { private readonly IDatabase _db; public Repository() { _db = [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase(); } public bool Has(string key) => _db.KeyExists(key); }
        static class Registration { public static void Add(IServiceCollection services) => services.AddScoped<Repository>(); }
        """);

    [Fact]
    public Task LoopOfAHostedService_IsReported() => Rule.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var mux = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
                    await mux.GetDatabase().StringIncrementAsync("ticks");
                }
            }
        }
        """);

    [Theory]
    [InlineData("""static readonly ConnectionMultiplexer Mux = ConnectionMultiplexer.Connect("localhost");""")]
    [InlineData("""static readonly Lazy<ConnectionMultiplexer> Mux = new(() => ConnectionMultiplexer.Connect("localhost")); IDatabase Db => Mux.Value.GetDatabase();""")]
    [InlineData("""static readonly Lazy<Task<ConnectionMultiplexer>> Mux = new(async () => await ConnectionMultiplexer.ConnectAsync("localhost"));""")]
    [InlineData("""static readonly ConnectionMultiplexer Mux; static Repository() { Mux = ConnectionMultiplexer.Connect("localhost"); }""")]
    [InlineData("""static ConnectionMultiplexer? s_mux; static readonly object s_gate = new(); static ConnectionMultiplexer Mux { get { if (s_mux == null) { lock (s_gate) { s_mux ??= ConnectionMultiplexer.Connect("localhost"); } } return s_mux; } }""")]
    [InlineData("""IConnectionMultiplexer? _mux; SemaphoreSlim _gate = new(1); async Task<IDatabase> Db() { if (_mux is null) { await _gate.WaitAsync(); try { if (_mux is null) { var made = await ConnectionMultiplexer.ConnectAsync("localhost"); _mux = made; } } finally { _gate.Release(); } } return _mux.GetDatabase(); }""")]
    [InlineData("""readonly IDatabase _db; Repository() { _db = ConnectionMultiplexer.Connect("localhost").GetDatabase(); }""")]
    [InlineData("""readonly ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("localhost"); IDatabase Db => _mux.GetDatabase();""")]
    [InlineData("""static class Holder { internal static readonly ConnectionMultiplexer Mux = ConnectionMultiplexer.Connect("localhost"); } IDatabase Db => Holder.Mux.GetDatabase();""")]
    [InlineData("""readonly ConnectionMultiplexer[] _pool = new ConnectionMultiplexer[4]; void Fill() { for (var i = 0; i < _pool.Length; i++) _pool[i] = ConnectionMultiplexer.Connect("localhost"); }""")]
    [InlineData("""readonly System.Collections.Concurrent.ConcurrentDictionary<string, ConnectionMultiplexer> _all = new(); IDatabase Db(string host) => _all.GetOrAdd(host, h => ConnectionMultiplexer.Connect(h)).GetDatabase();""")]
    [InlineData("""static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("localhost"); static readonly Lazy<ConnectionMultiplexer> Mux = new(Open);""")]
    [InlineData("""public static async Task<IConnectionMultiplexer> CreateAsync(string configuration) { var mux = await ConnectionMultiplexer.ConnectAsync(configuration); return mux; }""")]
    [InlineData("""ConnectionMultiplexer? _mux; IDatabase Db { get { if (_mux is { IsConnected: true }) return _mux.GetDatabase(); _mux = ConnectionMultiplexer.Connect("localhost"); return _mux.GetDatabase(); } }""")]
    [InlineData("""ConnectionMultiplexer _mux = null!; async Task InitializeAsync() { _mux = await ConnectionMultiplexer.ConnectAsync("localhost"); await _mux.GetDatabase().PingAsync(); }""")]
    [InlineData("""ConnectionMultiplexer _mux = null!; void ForceReconnect() { var old = _mux; _mux = ConnectionMultiplexer.Connect("localhost"); old.Dispose(); }""")]
    [InlineData("""static void Main(string[] args) { using var mux = ConnectionMultiplexer.Connect("localhost"); Import(mux.GetDatabase()); } static void Import(IDatabase db) => db.StringSet("k", "v");""")]
    [InlineData("""static void Main() { Import(); } static void Import() { using var mux = ConnectionMultiplexer.Connect("localhost"); mux.GetDatabase().StringSet("k", "v"); }""")]
    [InlineData("""[ServerTheory] async Task Answers() { await using var mux = await ConnectionMultiplexer.ConnectAsync("localhost"); await mux.GetDatabase().PingAsync(); } sealed class ServerTheoryAttribute : Attribute { }""")]
    [InlineData("""IDatabase? _cache; readonly SemaphoreSlim _gate = new(1); IDatabase Connect() { var cache = _cache; if (cache is not null) return cache; _gate.Wait(); try { cache = _cache; if (cache is null) { IConnectionMultiplexer connection = ConnectionMultiplexer.Connect("localhost"); _cache = cache = connection.GetDatabase(); } return cache; } finally { _gate.Release(); } }""")]
    public Task SharedOrStartUpConnection_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task Registration_IsSilent() => Rule.VerifyAsync("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("localhost"));
        builder.Services.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect("localhost"));
        builder.Services.AddScoped<IDatabase>(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        builder.Services.AddSingleton<IDatabase>(_ => { var mux = ConnectionMultiplexer.Connect("localhost"); return mux.GetDatabase(); });
        var shared = await ConnectionMultiplexer.ConnectAsync("localhost");
        builder.Services.AddSingleton<IConnectionMultiplexer>(shared);
        builder.Services.AddRedis("localhost");

        static class Registration
        {
            public static IServiceCollection AddRedis(this IServiceCollection services, string configuration)
            {
                var mux = ConnectionMultiplexer.Connect(configuration);
                mux.GetDatabase().Ping();
                return services.AddSingleton<IConnectionMultiplexer>(mux);
            }
        }
        """);

    [Fact]
    public Task HostedServiceThatConnectsAtStart_IsSilent() => Rule.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var mux = await ConnectionMultiplexer.ConnectAsync("localhost");
                while (!stoppingToken.IsCancellationRequested)
                    await mux.GetDatabase().StringIncrementAsync("ticks");
            }
        }
        """);

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository { public string Get(string key) { using var mux = ConnectionMultiplexer.Connect("localhost"); return mux.ToString()!; } }
        namespace Other.Redis { sealed class ConnectionMultiplexer : IDisposable { public static ConnectionMultiplexer Connect(string host) => new(); public void Dispose() { } } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            {{member}}
        }
        """;
}
