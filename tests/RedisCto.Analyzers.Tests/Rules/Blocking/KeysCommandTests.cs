using RedisCto.Analyzers.Rules.Blocking;
using RedisCto.CodeFixes.Rules.Blocking;

namespace RedisCto.Analyzers.Tests.Rules.Blocking;

/// <summary>RCTO1201: KEYS sent by hand.</summary>
public sealed class KeysCommandTests
{
    private static readonly RuleVerifier Rule = RuleVerifier.For<KeysCommandAnalyzer, KeysCommandFix>();

    [Theory]
    [InlineData("""string[]? Find(IDatabase db) => (string[]?)[|db.Execute("KEYS", "user:*")|];""")]
    [InlineData("""RedisKey[]? Find(IDatabase db, string name) => (RedisKey[]?)[|db.Execute("keys", $"user:{name}:*")|];""")]
    [InlineData("""async Task<RedisValue[]?> Find(IDatabase db) => (RedisValue[]?)await [|db.ExecuteAsync("KEYS", "*")|];""")]
    [InlineData("""RedisResult Find(IServer server) { return [|server.Execute("KEYS", "a*")|]; }""")]
    [InlineData("""async Task<string[]?> Find(IServer server) { var found = await [|server.ExecuteAsync("KEYS", "a*")|].ConfigureAwait(false); return (string[]?)found; }""")]
    [InlineData("""const string Command = "KEYS"; RedisResult Find(IDatabase db) => [|db.Execute(Command, "a*")|];""")]
    [InlineData("""static readonly string Command = "KEYS"; RedisResult Find(IDatabase db) => [|db.Execute(Command, "a*")|];""")]
    [InlineData("""RedisResult Find(IDatabase db) { var command = "KEYS"; return [|db.Execute(command, "a*")|]; }""")]
    [InlineData("""IEnumerable<int> Find(IDatabase db, string prefix) { foreach (var key in (RedisKey[])[|db.Execute("KEYS", prefix + "*")|]!) yield return key.ToString().Length; }""")]
    [InlineData("""async Task<int> Find(IDatabase db) { int Length(RedisKey[] keys) => keys.Length; return Length((RedisKey[])(await [|db.ExecuteAsync("KEYS", "*")|])!); }""")]
    [InlineData("""Func<IDatabase, Task<RedisResult>> find = async db => await [|db.ExecuteAsync("KEYS", "*")|];""")]
    public async Task KeysByHand_IsReportedAndBecomesScan(string member)
    {
        var text = await Rule.FixAsync(In(member));

        Assert.Matches(@"\.Keys(Async)?\(", text);
        Assert.DoesNotContain("Execute", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(RedisKey[])", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Task<RedisResult> Find(IDatabase db) => [|db.ExecuteAsync("KEYS", "*")|];""")]
    [InlineData("""RedisResult Find(IDatabase db) => [|db.Execute("KEYS", new object[] { "*" }, CommandFlags.None)|];""")]
    [InlineData("""RedisResult Find(IConnectionMultiplexer mux) => [|mux.GetDatabase().Execute("KEYS", "*")|];""")]
    [InlineData("""RedisResult Run(IDatabase db, string command, string argument) => db.Execute(command, argument); RedisResult Find(IDatabase db) => [|Run(db, "KEYS", "*")|];""")]
    [InlineData("""async Task<bool> Find(IDatabase db, bool all) => all && !(await [|db.ExecuteAsync("KEYS", "*")|]).IsNull;""")]
    public Task ShapeWithoutSafeRewriting_IsReportedWithoutFix(string member) => Rule.VerifyWithoutFixAsync(In(member));

    [Fact]
    public Task ExtensionMethodAndPrimaryConstructor_AreReported() => Rule.VerifyAsync("""
        using StackExchange.Redis;
        static class Extensions
        {
            public static RedisResult Raw(this IDatabase db, string command, params object[] arguments) => db.Execute(command, arguments);
        }
        class Repository(IDatabase db)
        {
            public RedisResult Plain() => [|db.Execute("KEYS", "*")|];
            public RedisResult Through() => [|db.Raw("KEYS", "*")|];
        }
        """);

    [Fact]
    public Task TopLevelStatements_AreReported() => Rule.FixAsync("""
        using StackExchange.Redis;

        var mux = await ConnectionMultiplexer.ConnectAsync("localhost");
        var db = mux.GetDatabase();
        // every user
        var users = (RedisKey[]?)await [|db.ExecuteAsync("KEYS", "user:*")|];
        Console.WriteLine(users!.Length);
        """);

    [Theory]
    [InlineData("""IEnumerable<RedisKey> Find(IServer server) => server.Keys(pattern: "user:*", pageSize: 1000);""")]
    [InlineData("""IAsyncEnumerable<RedisKey> Find(IServer server) => server.KeysAsync(pattern: "user:*");""")]
    [InlineData("""RedisResult Find(IDatabase db) => db.Execute("SCAN", "0", "MATCH", "*");""")]
    [InlineData("""RedisResult Find(IDatabase db) => db.Execute("HKEYS", "KEYS");""")]
    [InlineData("""RedisResult Find(IDatabase db, string command) => db.Execute(command, "*");""")]
    [InlineData("""RedisResult Find(IDatabase db) { var command = "KEYS"; command = "DBSIZE"; return db.Execute(command); }""")]
    [InlineData("""void Log(string text) { } void Find() => Log("KEYS");""")]
    [InlineData("""RedisResult Run(IDatabase db, string name) => db.Execute("GET", name); RedisResult Find(IDatabase db) => Run(db, "KEYS");""")]
    [InlineData("""RedisValue Find(IDatabase db) => db.StringGet("KEYS");""")]
    [InlineData("""class Shell { public object Execute(string command, params object[] arguments) => command; } object Find() => new Shell().Execute("KEYS", "*");""")]
    public Task OtherCommandsAndOtherApis_AreSilent(string member) => Rule.VerifyAsync(In(member));

    [Fact]
    public Task LookAlikeOfAnotherNamespace_IsSilent() => Rule.VerifyAsync("""
        using Other.Redis;
        class Repository(IDatabase db) { public object Find() => db.Execute("KEYS", "*"); }
        namespace Other.Redis { interface IDatabase { object Execute(string command, params object[] arguments); } }
        """);

    private static string In(string member) => $$"""
        using StackExchange.Redis;

        class Repository
        {
            {{member}}
        }
        """;
}
