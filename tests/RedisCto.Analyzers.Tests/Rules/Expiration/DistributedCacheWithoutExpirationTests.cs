using RedisCto.Analyzers.Rules.Expiration;
using RedisCto.CodeFixes.Rules.Expiration;

namespace RedisCto.Analyzers.Tests.Rules.Expiration;

/// <summary>RCTO1306: an entry of IDistributedCache is set without an expiration.</summary>
public sealed class DistributedCacheWithoutExpirationTests
{
    private const string Lifetime = "new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) }";

    private static readonly RuleVerifier Rule =
        RuleVerifier.For<DistributedCacheWithoutExpirationAnalyzer, DistributedCacheWithoutExpirationFix>();

    [Theory]
    [InlineData("""Task Save(string id, string json) => [|_cache.SetStringAsync(id, json)|];""", $"_cache.SetStringAsync(id, json, {Lifetime})")]
    [InlineData("""void Save(string id, byte[] value) => [|_cache.Set(id, value)|];""", $"_cache.Set(id, value, {Lifetime})")]
    [InlineData("""Task Save(string id, string json, CancellationToken token) => [|_cache.SetStringAsync(id, json, token)|];""", $"(id, json, {Lifetime}, token)")]
    [InlineData("""Task Save(string id, string json, CancellationToken stop) => [|_cache.SetStringAsync(id, json, token: stop)|];""", $"(id, json, {Lifetime}, token: stop)")]
    [InlineData("""Task Save(string id, byte[] value) => [|_cache.SetAsync(id, value, new DistributedCacheEntryOptions())|];""", $"(id, value, {Lifetime})")]
    [InlineData("""async Task Save(string id, string json) { var options = new DistributedCacheEntryOptions { }; await [|_cache.SetStringAsync(id, json, options)|]; }""", $"(id, json, {Lifetime})")]
    [InlineData("""void Save(string id, string json) => [|_cache.SetString(key: id, value: json)|];""", $"(key: id, value: json, options: {Lifetime})")]
    [InlineData("""private static readonly DistributedCacheEntryOptions Forever = new(); Task Save(string id, byte[] value) => [|_cache.SetAsync(id, value, Forever)|];""", $"(id, value, {Lifetime})")]
    [InlineData("""void Save(string id, string json) => [|DistributedCacheExtensions.SetString(_cache, id, json)|];""", $"(_cache, id, json, {Lifetime})")]
    [InlineData("""void Save(IServiceProvider services, string id) { var local = (IDistributedCache)services.GetService(typeof(IDistributedCache))!; [|local.SetString(id, "x", new() { SlidingExpiration = null })|]; }""", $"(id, \"x\", {Lifetime})")]
    public async Task EntryWithoutExpiration_IsReportedAndGetsOne(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Task Save(string id, string json) => _cache.SetStringAsync(id, json, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(5) });""")]
    [InlineData("""Task Save(string id, string json) => _cache.SetStringAsync(id, json, new DistributedCacheEntryOptions().SetAbsoluteExpiration(TimeSpan.FromMinutes(5)));""")]
    [InlineData("""Task Save(string id, string json) { var options = new DistributedCacheEntryOptions(); options.SetSlidingExpiration(TimeSpan.FromMinutes(5)); return _cache.SetStringAsync(id, json, options); }""")]
    [InlineData("""Task Save(string id, string json) { var options = new DistributedCacheEntryOptions(); options.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5); return _cache.SetStringAsync(id, json, options); }""")]
    [InlineData("""Task Save(string id, string json, DistributedCacheEntryOptions options) => _cache.SetStringAsync(id, json, options);""")]
    [InlineData("""Task Save(string id, string json, TimeSpan? expiry) => expiry is null ? _cache.SetStringAsync(id, json) : _cache.SetStringAsync(id, json, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = expiry });""")]
    [InlineData("""Task Save(string id, string json) => Save(id, json, new DistributedCacheEntryOptions()); Task Save(string id, string json, DistributedCacheEntryOptions options) => _cache.SetStringAsync(id, json, options);""")]
    [InlineData("""private readonly DistributedCacheEntryOptions _options = new(); void Configure() => _options.SlidingExpiration = TimeSpan.FromHours(1); void Save(string id, string json) => _cache.SetString(id, json, _options);""")]
    [InlineData("""string? Load(string id) { _cache.Refresh(id); _cache.Remove("other"); return _cache.GetString(id); }""")]
    [InlineData("""void Save(string id, string json) => new Dictionary<string, string>().TryAdd(id, json);""")]
    public Task EntryWithExpirationOrOthersChoice_IsSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Caching;
        class Repository(IDistributedCache cache) { public Task Save(string id) => cache.SetStringAsync(id, "x"); }
        namespace Other.Caching { interface IDistributedCache { Task SetStringAsync(string key, string value); } }
        """);

    private static string In(string member) => $$"""
        using Microsoft.Extensions.Caching.Distributed;

        class Repository
        {
            private readonly IDistributedCache _cache = null!;

            {{member}}
        }
        """;
}
