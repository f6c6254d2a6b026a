using RedisCto.Analyzers.Rules.Scripting;
using RedisCto.CodeFixes.Rules.Scripting;

namespace RedisCto.Analyzers.Tests.Rules.Scripting;

/// <summary>RCTO1702: values in the text of a script.</summary>
public sealed class ScriptTextInterpolatedTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<ScriptTextInterpolatedAnalyzer, ScriptTextInterpolatedFix>();

    [Theory]
    [InlineData(
        """RedisResult Read(IDatabase db, string id) => [|db.ScriptEvaluate($"return redis.call('GET', 'user:{id}')")|];""",
        """db.ScriptEvaluate("return redis.call('GET', KEYS[1])", new RedisKey[] { $"user:{id}" })""")]
    [InlineData(
        """async Task<long> Add(IDatabase db, string key, int amount) => (long)await [|db.ScriptEvaluateAsync("return redis.call('INCRBY', '" + key + "', " + amount + ")")|];""",
        """db.ScriptEvaluateAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])", new RedisKey[] { key }, new RedisValue[] { amount })""")]
    [InlineData(
        """async Task<RedisResult> Spend(IDatabase db, RedisKey key, long amount) { var script = $"local left = tonumber(redis.call('GET', KEYS[1])) if left < {amount} then return 0 end return redis.call('DECRBY', KEYS[1], {amount})"; return await [|db.ScriptEvaluateAsync(script, new RedisKey[] { key })|]; }""",
        """if left < tonumber(ARGV[1]) then return 0 end return redis.call('DECRBY', KEYS[1], ARGV[1])"; return await db.ScriptEvaluateAsync(script, new RedisKey[] { key }, new RedisValue[] { amount });""")]
    [InlineData(
        """RedisResult Release(IDatabase db, string name, string token) => [|db.ScriptEvaluate($"if redis.call('GET', 'lock:{name}') == '{token}' then return redis.call('DEL', 'lock:{name}') end return 0", flags: CommandFlags.DemandMaster)|];""",
        """db.ScriptEvaluate("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[2]) end return 0", new RedisKey[] { $"lock:{name}", $"lock:{name}" }, new RedisValue[] { token }, flags: CommandFlags.DemandMaster)""")]
    [InlineData(
        """RedisResult Tell(IDatabase db, Guid id) => [|db.ScriptEvaluate($"return redis.call('PUBLISH', 'changes', '{id:N}')")|];""",
        """db.ScriptEvaluate("return redis.call('PUBLISH', 'changes', ARGV[1])", values: new RedisValue[] { $"{id:N}" })""")]
    [InlineData("""RedisResult Touch(IDatabase db) => [|db.ScriptEvaluate($"return redis.call('SET', KEYS[1], '{DateTime.UtcNow.Ticks}')", new RedisKey[] { "seen" })|];""",
        """db.ScriptEvaluate("return redis.call('SET', KEYS[1], ARGV[1])", new RedisKey[] { "seen" }, new RedisValue[] { DateTime.UtcNow.Ticks })""")]
    public async Task ValuesInText_AreReportedAndBecomeParameters(string member, string expected)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawText_KeepsItsShape()
    {
        var text = await Rule.FixAsync(In(""""
            RedisResult Read(IDatabase db, string id)
                => [|db.ScriptEvaluate($$"""
                    local fields = {'a', 'b'}
                    return redis.call('HMGET', 'user:{{id}}', unpack(fields))
                    """)|];
            """"));

        Assert.Contains("\"\"\"\n        local fields = {'a', 'b'}\n        return redis.call('HMGET', KEYS[1], unpack(fields))\n        \"\"\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""RedisResult Read(IDatabase db, string id) => [|db.ScriptEvaluate(string.Format("return redis.call('GET', 'user:{0}')", id))|];""")]
    [InlineData("""const string Template = "return redis.call('GET', '@key')"; RedisResult Read(IDatabase db, string key) => [|db.ScriptEvaluate(Template.Replace("@key", key))|];""")]
    [InlineData("""LuaScript Read(string id) => [|LuaScript.Prepare($"return redis.call('GET', 'user:{id}')")|];""")]
    [InlineData("""RedisResult Read(IDatabase db, string id) => [|db.Execute("EVAL", $"return redis.call('GET', 'user:{id}')", 0)|];""")]
    [InlineData("""Task<byte[]> Load(IServer server, string id) => [|server.ScriptLoadAsync("return redis.call('GET', '" + id + "')")|];""")]
    [InlineData("""string Text(string id) => $"return redis.call('GET', 'user:{id}')"; RedisResult Read(IDatabase db, string id) => [|db.ScriptEvaluate(Text(id))|];""")]
    [InlineData("""Task<RedisResult> Run(IDatabase db, string script) => db.ScriptEvaluateAsync(script); Task<RedisResult> Read(IDatabase db, string id) => [|Run(db, $"return redis.call('GET', 'user:{id}')")|];""")]
    [InlineData("""RedisResult Read(IDatabase db, string[] ids) => [|db.ScriptEvaluate($"return redis.call('MGET', {string.Join(",", ids.Select(id => $"'{id}'"))})")|];""")]
    [InlineData("""async Task Read(IDatabase db, List<string> ids) { foreach (var id in ids) { var key = "user:" + id; await [|db.ScriptEvaluateAsync($"local key = '{key}' return redis.call('GET', key)")|]; } }""")]
    [InlineData("""const string Prefix = "user:"; RedisResult Read(IDatabase db, string id) => [|db.ScriptEvaluate($"return redis.call('GET', '{Prefix}{id}')")|];""")]
    [InlineData("""record Order(string Id); RedisResult Read(ITransaction tx, Order order) { var task = [|tx.ScriptEvaluateAsync($"return redis.call('GET', 'order:{order.Id}')", null, new RedisValue[] { 1 }.ToArray())|]; tx.Execute(); return task.Result; }""")]
    public Task ShapeWithoutSafeRewriting_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Theory]
    [InlineData("""RedisResult Read(IDatabase db, string id) => db.ScriptEvaluate("return redis.call('GET', KEYS[1])", new RedisKey[] { $"user:{id}" });""")]
    [InlineData("""const string Prefix = "user:"; RedisResult Read(IDatabase db, RedisValue id) => db.ScriptEvaluate($"return redis.call('GET', '{Prefix}' .. ARGV[1])", values: new[] { id });""")]
    [InlineData("""static readonly string Head = File.ReadAllText("head.lua"); RedisResult Read(IDatabase db, RedisKey key) => db.ScriptEvaluate(Head + "return redis.call('GET', KEYS[1])", new[] { key });""")]
    [InlineData("""static string Make(string command) => $"return redis.call('{command}', KEYS[1])"; static readonly LuaScript Get = LuaScript.Prepare(Make("GET"));""")]
    [InlineData("""RedisResult Range(IDatabase db, RedisKey key, bool down) { var command = down ? "ZREVRANGE" : "ZRANGE"; return db.ScriptEvaluate($"return redis.call('{command}', KEYS[1], 0, 9)", new[] { key }); }""")]
    [InlineData("""RedisResult Run(IDatabase db, string script) => db.ScriptEvaluate(script);""")]
    [InlineData("""RedisResult Run(IDatabase db, string body) => db.ScriptEvaluate("local now = redis.call('TIME') " + body);""")]
    [InlineData("""private RedisResult Call(IDatabase db, string command, RedisKey key) => db.ScriptEvaluate($"return redis.call('{command}', KEYS[1])", new[] { key }); public RedisResult Get(IDatabase db, RedisKey key) => Call(db, "GET", key); public RedisResult Pop(IDatabase db, RedisKey key) => Call(db, "LPOP", key);""")]
    [InlineData("""static readonly LuaScript Script = LuaScript.Prepare("return redis.call('GET', @key)"); RedisResult Read(IDatabase db, string id) => db.ScriptEvaluate(Script, new { key = (RedisKey)$"user:{id}" });""")]
    [InlineData("""RedisResult Many(IDatabase db, RedisKey[] keys) => db.ScriptEvaluate($"return redis.call('MGET', {string.Join(",", keys.Select((_, index) => $"KEYS[{index + 1}]"))})", keys);""")]
    [InlineData("""string Log(string id) => $"return redis.call('GET', 'user:{id}')";""")]
    [InlineData("""RedisResult Read(IDatabase db, string id) => db.Execute("GET", $"user:{id}");""")]
    [InlineData("""class Engine { public object ScriptEvaluate(string script) => script; } object Read(string id) => new Engine().ScriptEvaluate($"return redis.call('GET', 'user:{id}')");""")]
    [InlineData("""class Options { public string Prefix { get; set; } = ""; } readonly Options options = new(); RedisResult Read(IDatabase db) => db.ScriptEvaluate($"return redis.call('GET', '{options.Prefix}:all')");""")]
    public Task ConstantTextAndSettings_AreSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public object Read(string id) => db.ScriptEvaluate($"return redis.call('GET', '{id}')"); }
        namespace Other.Redis { interface IDatabase { object ScriptEvaluate(string script); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            {{member}}
        }
        """;
}
