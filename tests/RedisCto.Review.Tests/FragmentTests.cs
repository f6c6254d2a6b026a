namespace RedisCto.Review.Tests;

/// <summary>Code as people paste it: pieces without usings, class or declarations are read like the whole.</summary>
public sealed class FragmentTests
{
    // SER305 needs every symbol in the piece to bind, so it shows whether the piece was understood.
    private const string Statements = """
        var tran = db.CreateTransaction();
        var value = await tran.StringIncrementAsync("visits");
        await tran.ExecuteAsync();
        """;

    private const string Method = """
        public async Task<bool> Bump(string id)
        {
            var tran = _redis.GetDatabase().CreateTransaction();
            await tran.StringIncrementAsync($"visits:{id}");
            return await tran.ExecuteAsync();
        }
        """;

    [Fact]
    public async Task StatementsWithoutAnything_Bind() => await ReportsAsync(Statements, 2);

    [Fact]
    public async Task MethodWithoutClass_Binds() => await ReportsAsync(Method, 4);

    [Fact]
    public async Task MethodAfterUsings_Binds() => await ReportsAsync("using StackExchange.Redis;\n\n" + Method, 6);

    [Fact]
    public async Task ClassWithoutUsings_Binds() => await ReportsAsync(
        "public class Counter\n{\n    private readonly IConnectionMultiplexer _redis;\n    public Counter(IConnectionMultiplexer redis) => _redis = redis;\n" + Method + "\n}", 8);

    [Fact]
    public async Task ConstructorWithoutClass_GivesTheClassItsName()
    {
        var report = await ReportsAsync("public Counter(IConnectionMultiplexer redis) { _redis = redis; }\n" + Method, 5);

        Assert.Contains("a class around the members", Assert.Single(report.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WindowsLineEnds_KeepTheLine() => await ReportsAsync(Method.ReplaceLineEndings("\r\n"), 4);

    [Fact]
    public async Task MarkdownAroundTheCode_IsNotRead() => await ReportsAsync(
        "Here is my code, it's slow:\n\n```csharp\n" + Statements + "\n```\n\nWhat's wrong (with it?", 5);

    [Fact]
    public async Task OtherLanguagesFences_AreNotRead() => await ReportsAsync(
        "```json\n{ \"a\": [1 }\n```\n```cs\n" + Statements + "\n```", 6);

    [Fact]
    public async Task ElidedBody_IsRead() => await ReportsAsync(
        "public class Counter\n{\n    ...\n" + Method + "\n    public void Other() { ... }\n}", 7);

    [Theory]
    [InlineData("var tran = _redis.GetDatabase(1).CreateTransaction();\nawait tran.StringSetAsync(Key(id), Load(id).Name, ttl);\nawait tran.ExecuteAsync();")]
    [InlineData("ITransaction tran = Connection.Value.GetDatabase().CreateTransaction();\nOrder o = await repo.Get(1);\nvar x = await tran.StringSetAsync(o.Key, o.ToJson(), o.Ttl);\n")]
    [InlineData("var tran = factory.Cache.CreateTransaction();\n\nvar r = await tran.KeyDeleteAsync(keys);\nawait tran.ExecuteAsync();")]
    [InlineData("using var scope = logger.BeginScope(1);\n\nawait tran.HashSetAsync(order.Key, order.Field, order.Value); tran.AddCondition(Condition.KeyExists(k)); tran.Execute();")]
    public async Task UnknownTypesAndValues_BlindNothing(string code)
    {
        var report = await Reviews.CodeAsync(code);

        Assert.Contains(report.Findings, finding => finding.Id == "SER305");
    }

    [Fact]
    public async Task InferredDeclarations_AreTold()
    {
        var report = await Reviews.CodeAsync("var mux = redis.GetDatabase();\nsub.Publish(channel, \"x\");\nawait foreach (var key in server.KeysAsync()) { cache.StringSet(key, value); }");

        var assumed = Assert.Single(report.Assumptions);
        Assert.Contains("redis is IConnectionMultiplexer", assumed, StringComparison.Ordinal);
        Assert.Contains("sub is ISubscriber", assumed, StringComparison.Ordinal);
        Assert.Contains("server is IServer", assumed, StringComparison.Ordinal);
        Assert.Contains("cache is IDatabase", assumed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeFile_NeedsNoAssumption()
    {
        var report = await Reviews.CodeAsync("using StackExchange.Redis;\npublic class C(IDatabase db) { public void M() => db.StringGet(\"a\"); }");

        Assert.Empty(report.Assumptions);
        Assert.Empty(report.NotRead);
    }

    [Fact]
    public async Task TextThatDoesNotParse_IsReadWhereItCanBe_AndSaysWhereNot()
    {
        var report = await ReportsAsync(Method + "\n\nthis part is } no code at all ;;; ) {{\n", 4);

        Assert.NotEmpty(report.NotRead);
        Assert.All(report.NotRead, part => Assert.InRange(part.Line, 6, 10));
    }

    [Fact]
    public async Task LookAlikeOfAnotherNamespace_StaysSilent()
    {
        var report = await Reviews.CodeAsync("""
            using Fake;
            namespace Fake { public interface ITransaction { System.Threading.Tasks.Task<long> StringIncrementAsync(string key); System.Threading.Tasks.Task ExecuteAsync(); } }
            public class C { public async System.Threading.Tasks.Task M(ITransaction t) { await t.StringIncrementAsync("a"); await t.ExecuteAsync(); } }
            """);

        Assert.Empty(report.Findings);
    }

    private static async Task<ReviewReport> ReportsAsync(string code, int line)
    {
        var report = await Reviews.CodeAsync(code);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("SER305", line), (finding.Id, finding.Line));
        return report;
    }
}
