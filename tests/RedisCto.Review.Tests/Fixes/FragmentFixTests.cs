namespace RedisCto.Review.Tests.Fixes;

/// <summary>Fixes on pieces whose types are declared elsewhere: the diff fits the piece and nothing of ours leaks.</summary>
public sealed class FragmentFixTests
{
    [Theory]
    [InlineData("RCTO1302", "db.StringSet(key, value);\ndb.KeyExpire(key, ttl);")]
    [InlineData("RCTO1301", "public async Task<string> Get(string id)\n{\n    var cached = await _cache.StringGetAsync($\"cache:user:{id}\");\n    if (cached.HasValue) return cached;\n    var user = await _repository.LoadAsync(id);\n    await _cache.StringSetAsync($\"cache:user:{id}\", JsonSerializer.Serialize(user));\n    return user.Name;\n}")]
    [InlineData("RCTO1103", "foreach (var id in ids)\n{\n    var value = await db.StringGetAsync($\"user:{id}\");\n    Console.WriteLine(value);\n}")]
    [InlineData("RCTO1503", "public async Task Run(string id)\n{\n    var token = Guid.NewGuid().ToString();\n    if (!await _db.LockTakeAsync(\"lock:\" + id, token, _options.Lease)) return;\n    try { await Work(id); }\n    finally { await _db.KeyDeleteAsync(\"lock:\" + id); }\n}")]
    public async Task Piece_IsReported_AndItsFixLeaksNothing(string rule, string code)
    {
        var report = await Reviews.CodeAsync(code);

        var finding = Assert.Single(report.Findings, finding => finding.Id == rule);
        Assert.NotEmpty(finding.Fix);
        var mended = await GitApply.RunAsync("snippet.cs", code, finding.Fix);
        Assert.DoesNotContain("§", mended, StringComparison.Ordinal);
        Assert.DoesNotContain("global::", mended, StringComparison.Ordinal);
        Assert.DoesNotContain((await Reviews.CodeAsync(mended)).Findings, again => again.Id == rule);
    }
}
