using RedisCto.Analyzers.Rules.Atomicity;
using RedisCto.Analyzers.Tests.Rules.Locks;
using RedisCto.CodeFixes.Rules.Atomicity;

namespace RedisCto.Analyzers.Tests.Rules.Atomicity;

/// <summary>RCTO1404: a value that is used once, taken by GET and DEL.</summary>
public sealed class GetThenDeleteTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<GetThenDeleteAnalyzer, GetThenDeleteFix>();

    [Theory]
    [InlineData("""string? Take(string id) { var value = [|_db.StringGet($"ticket:{id}")|]; _db.KeyDelete($"ticket:{id}"); return value; }""")]
    [InlineData("""async Task<string?> Take(string id) { var key = "refresh:" + id; var value = await [|_db.StringGetAsync(key)|].ConfigureAwait(false); if (value.IsNullOrEmpty) return null; await _db.KeyDeleteAsync(key); return value; }""")]
    [InlineData("""async Task<string?> Take(string key) { var value = await [|_db.StringGetAsync(key)|]; if (value.HasValue) { await _db.KeyDeleteAsync(key); } return value; }""")]
    [InlineData("""int Take(string key) { string? json = [|_db.StringGet(key)|]; if (json == null) throw new InvalidOperationException(); var n = int.Parse(json); _db.KeyDelete(key); return n; }""")]
    [InlineData("""const string Key = "flash:message"; string Take() { var text = [|_db.StringGet(Key)|]; if (!text.IsNull) _db.KeyDelete(Key); return text.ToString(); }""")]
    public async Task TakeInTwoCommands_IsReportedAndBecomesGetDelete(string member)
    {
        var text = await Rule.FixAsync(LockSource.In("Tickets", member));

        Assert.Contains("StringGetDelete", text, StringComparison.Ordinal);
        Assert.DoesNotContain("KeyDelete", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""bool Verify(string user, string code) { var sent = [|_db.StringGet("otp:" + user)|]; if (sent != code) return false; _db.KeyDelete("otp:" + user); return true; }""")]
    [InlineData("""bool Verify(string user, string code) { if ([|_db.StringGet("otp:" + user)|] == code) { _db.KeyDelete("otp:" + user); return true; } return false; }""")]
    public Task TakeOnlyWhereItMatches_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(LockSource.In("Tickets", member));

    [Theory]
    [InlineData("""string? Take(string id) => _db.StringGetDelete($"ticket:{id}");""")]
    [InlineData("""string? Take(string id) { var value = _db.StringGet($"ticket:{id}"); return _db.KeyDelete($"ticket:{id}") ? value : RedisValue.Null; }""")]
    [InlineData("""bool Verify(string key, string code) { if (_db.StringGet(key) != code) return false; if (!_db.KeyDelete(key)) return false; return true; }""")]
    [InlineData("""async Task Run(string id) { var job = await _db.StringGetAsync($"job:{id}"); await WorkAsync(); await _db.KeyDeleteAsync($"job:{id}"); Console.WriteLine(job); }""")]
    [InlineData("""string? Move(string id) { var value = _db.StringGet($"a:{id}"); _db.KeyDelete($"b:{id}"); return value; }""")]
    [InlineData("""void Release(string id, string token) { if (_db.StringGet($"lock:{id}") == token) _db.KeyDelete($"lock:{id}"); }""")]
    [InlineData("""void Invalidate(string id) => _db.KeyDelete($"cache:{id}"); string? Read(string id) => _db.StringGet($"cache:{id}");""")]
    [InlineData("""string? Read(string key) { var value = _db.StringGet(key); if (value == "bad") { Work(); _db.KeyDelete(key); } return value; }""")]
    public Task OneStepOrAcknowledgement_IsSilent(string member) => Rule.VerifyAsync(LockSource.In("Tickets", member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Tickets(IDatabase db) { public string Take(string key) { var value = db.StringGet(key); db.KeyDelete(key); return value; } }
        namespace Other.Redis { interface IDatabase { string StringGet(string key); bool KeyDelete(string key); } }
        """);
}
