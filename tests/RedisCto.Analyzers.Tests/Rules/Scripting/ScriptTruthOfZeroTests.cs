using RedisCto.Analyzers.Rules.Scripting;
using RedisCto.CodeFixes.Rules.Scripting;

namespace RedisCto.Analyzers.Tests.Rules.Scripting;

/// <summary>RCTO1705: 0 taken for false in a script.</summary>
public sealed class ScriptTruthOfZeroTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<ScriptTruthOfZeroAnalyzer, ScriptTruthOfZeroFix>();

    [Theory]
    [InlineData("if [|redis.call('exists', KEYS[1])|] then return 1 end return 0", "if redis.call('exists', KEYS[1]) > 0 then")]
    [InlineData("if [|not redis.call('EXISTS', KEYS[1])|] then redis.call('SET', KEYS[1], '0') end", "if redis.call('EXISTS', KEYS[1]) == 0 then")]
    [InlineData("if ([|redis.call('SISMEMBER', KEYS[1], ARGV[1])|]) then return 1 end", "if (redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1) then")]
    [InlineData("if ARGV[1] == '1' and [|redis.call('setnx', KEYS[1], ARGV[2])|] then return 1 end", "and redis.call('setnx', KEYS[1], ARGV[2]) == 1 then")]
    [InlineData("return [|redis.pcall('HEXISTS', KEYS[1], 'a')|] and 1 or 0", "return redis.pcall('HEXISTS', KEYS[1], 'a') == 1 and 1 or 0")]
    [InlineData("while [|redis.call('LLEN', KEYS[1])|] do redis.call('LPOP', KEYS[1]) end", "while redis.call('LLEN', KEYS[1]) > 0 do")]
    [InlineData("local found = redis.call('SISMEMBER', KEYS[1], ARGV[1]) if [|found|] then return 1 end", "if found == 1 then")]
    [InlineData("local found = redis.call('HEXISTS', KEYS[1], ARGV[1]); if [|not found|] then return redis.error_reply('none') end", "if found == 0 then")]
    [InlineData("-- exists'\nif [|server.call('expire', KEYS[1], 10)|] then return 1 elseif [|redis.call('exists', KEYS[1])|] then return 2 end", "if server.call('expire', KEYS[1], 10) == 1 then return 1 elseif redis.call('exists', KEYS[1]) > 0 then")]
    public async Task NumberAsCondition_IsReportedAndCompared(string script, string expected)
    {
        var text = await Rule.FixAsync(In($$"""RedisResult Run(IDatabase db, RedisKey key) => db.ScriptEvaluate(@"{{script}}", new[] { key });"""));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""const string Script = "if [|redis.call('EXISTS', KEYS[1])|] then return 1 end";""")]
    [InlineData("""static readonly string Script = "local a = 1\n" + "if [|redis.call('EXISTS', KEYS[1])|] then return 1 end";""")]
    [InlineData("""static readonly LuaScript Script = LuaScript.Prepare("if [|redis.call('EXISTS', @key)|] then return 1 end");""")]
    [InlineData("""RedisResult Run(IDatabase db) { const string script = "if [|redis.call('EXISTS', KEYS[1])|] then return 1 end"; return db.ScriptEvaluate(script); }""")]
    [InlineData("""RedisResult Run(IDatabase db) { var script = "if [|redis.call('EXISTS', KEYS[1])|] then return 1 end"; return db.Execute("EVAL", script, 0); }""")]
    [InlineData("""Task<RedisResult> Run(IDatabase db, string script) => db.ScriptEvaluateAsync(script); Task<RedisResult> Find(IDatabase db) => Run(db, "if [|redis.call('EXISTS', KEYS[1])|] then return 1 end");""")]
    [InlineData("""byte[] Load(IServer server) => server.ScriptLoad("if [|redis.call('EXISTS', KEYS[1])|] then return 1 end");""")]
    public async Task ScriptInAnyHolder_IsReported(string member) =>
        Assert.Contains("redis.call('EXISTS'", await Rule.FixAsync(In(member)), StringComparison.Ordinal);

    [Fact]
    public async Task RawText_IsReportedOnTheLineOfTheScript() => await Rule.FixAsync(In(""""
        RedisResult Run(IDatabase db, RedisKey key) => db.ScriptEvaluate("""
            local known = redis.call('EXISTS', KEYS[1]) == 1
            if [|redis.call('EXISTS', KEYS[1])|] then
                return 1
            end
            """, new[] { key });
        """"));

    [Fact]
    public Task EscapedText_IsReportedAsAWholeWithoutFix() =>
        Rule.VerifyWithoutFixAsync(In("""RedisResult Run(IDatabase db) => db.ScriptEvaluate([|"if redis.call(\"EXISTS\", KEYS[1]) then return 1 end"|]);"""));

    [Theory]
    [InlineData("if redis.call('exists', KEYS[1]) == 1 then return 1 end")]
    [InlineData("if redis.call('get', KEYS[1]) then return 1 end")]
    [InlineData("if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end")]
    [InlineData("if redis.call('ZRANK', KEYS[1], ARGV[1]) then return 1 end")]
    [InlineData("local score = redis.call('ZADD', KEYS[1], 'XX', 'INCR', 1, ARGV[1]) if not score then return 0 end")]
    [InlineData("if tonumber(redis.call('exists', KEYS[1])) > 0 then return 1 end")]
    [InlineData("local found = redis.call('exists', KEYS[1]) == 1 if found then return 1 end")]
    [InlineData("local found = redis.call('exists', KEYS[1]) if found == 1 and ARGV[1] then return found end")]
    [InlineData("local count = redis.call('LLEN', KEYS[1]) if count and count > 5 then return count end")]
    [InlineData("local count = redis.call('SCARD', KEYS[1]) or 0 return count")]
    [InlineData("-- if redis.call('exists', KEYS[1]) then\nreturn 1")]
    [InlineData("local text = [[if redis.call('exists', KEYS[1]) then]] return text")]
    [InlineData("return ARGV[1] == redis.call('get', KEYS[1]) and redis.call('del', KEYS[1]) or 0")]
    [InlineData("redis.call('del', KEYS[1]) return 1")]
    public Task ComparedReply_IsSilent(string script) =>
        Rule.VerifyAsync(In($$"""RedisResult Run(IDatabase db, RedisKey key) => db.ScriptEvaluate(@"{{script}}", new[] { key });"""));

    [Theory]
    [InlineData("""void Log(string text) { } void Run() => Log("if redis.call('exists', KEYS[1]) then return 1 end");""")]
    [InlineData("""class Engine { public object ScriptEvaluate(string script) => script; } object Run() => new Engine().ScriptEvaluate("if redis.call('exists', KEYS[1]) then return 1 end");""")]
    [InlineData("""RedisValue Run(IDatabase db) => db.StringGet("if redis.call('exists', KEYS[1]) then return 1 end");""")]
    public Task TextThatIsNoScript_IsSilent(string member) => Rule.VerifyAsync(In(member));

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            {{member}}
        }
        """;
}
