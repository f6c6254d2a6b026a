using System.Text.Json;
using ModelContextProtocol.Protocol;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>Structured results fit their schema and are complete as text; code and guidance are text alone.</summary>
public sealed class StructuredResultTests
{
    private const string Bad = """
        using StackExchange.Redis;
        public class Users(IDatabase db)
        {
            public RedisResult All() => db.Execute("KEYS", "user:*");
        }
        """;

    [Theory]
    [InlineData(Bad)]
    [InlineData("using StackExchange.Redis; class Clean { }")]
    [InlineData("class { broken ((")]
    [InlineData("just words, no code")]
    public async Task Review_FitsItsSchema_AndItsTextSaysItAll(string code)
    {
        foreach (var era in (string[])[InMemoryPair.Legacy, InMemoryPair.Modern])
        {
            await using var pair = await InMemoryPair.StartAsync(era);
            var schema = await SchemaAsync(pair, "review_code");
            foreach (var applyFixes in (bool[])[false, true])
            {
                var result = await pair.CallAsync("review_code", ("code", code), ("applyFixes", applyFixes));

                Assert.Null(result.IsError);
                Assert.Empty(SchemaCheck.Violations(schema, result.StructuredContent!.Value));
                Facts.AreAllIn(result.StructuredContent.Value, InMemoryPair.TextOf(result));
            }
        }
    }

    [Fact]
    public void SchemaCheck_SeesWhatIsWrong()
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"c":{"type":"array","items":{"enum":["x"]}}}}""");
        var value = JsonSerializer.Deserialize<JsonElement>("""{"a":1,"c":["y"]}""");

        Assert.Equal(3, SchemaCheck.Violations(schema, value).Count);
    }

    [Theory]
    [InlineData("generate_pattern", "pattern", "distributed-lock")]
    [InlineData("generate_pattern", "pattern", "rate-limiter")]
    [InlineData("search_guidance", "query", "KEYS or SCAN")]
    [InlineData("search_guidance", "query", "qqqzzz")]
    [InlineData("search_guidance", "id", "notes/keyspace-scan")]
    public async Task CodeAndGuidance_AreTextAlone(string tool, string argument, string value)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync(tool, (argument, value));

        Assert.Null(result.IsError);
        Assert.Null(result.StructuredContent);
        Assert.Null((await ToolAsync(pair, tool)).OutputSchema);
        Assert.InRange(InMemoryPair.TextOf(result).Length, 50, 16_000);
    }

    [Fact]
    public async Task Text_IsNotEscapedTwice()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var text = InMemoryPair.TextOf(await pair.CallAsync("review_code", ("code", Bad)));

        Assert.DoesNotContain("\\u00", text, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> SchemaAsync(InMemoryPair pair, string name) => (await ToolAsync(pair, name)).OutputSchema!.Value;

    private static async Task<Tool> ToolAsync(InMemoryPair pair, string name) =>
        (await pair.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Single(tool => tool.Name == name).ProtocolTool;
}
