using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>Calls as models get them wrong: each is answered with what is wrong, what was received, and what to call.</summary>
public sealed class BadCallTests
{
    /// <summary>Tool, arguments as JSON, and words that the answer must hold.</summary>
    public static TheoryData<string, string, string[]> Table => new()
    {
        { "review_code", "{}", ["Received: neither", "\"path\"", "Fix:"] },
        { "review_code", """{"code":null}""", ["Received: neither"] },
        { "review_code", """{"code":""}""", ["Received: neither"] },
        { "review_code", """{"code":"x","path":"y"}""", ["not both"] },
        { "review_code", """{"code":["a"]}""", ["'code'", "text", "a list", "Fix:"] },
        { "review_code", """{"code":{"a":1}}""", ["'code'", "an object"] },
        { "review_code", """{"code":true}""", ["'code'", "true"] },
        { "review_code", """{"code":"x","minSeverity":"urgent"}""", ["info, warning, error", "'urgent'", "Fix:"] },
        { "review_code", """{"code":"x","minSeverity":7}""", ["info, warning, error", "'7'"] },
        { "review_code", """{"code":"x","applyFixes":"maybe"}""", ["true or false", "'maybe'"] },
        { "review_code", """{"code":"x","zzz":1}""", ["no argument 'zzz'", "path, code, target, minSeverity, applyFixes, skip"] },
        { "review_code", """{"code":"x","target":"oracle 9"}""", ["'oracle 9'", "redis 7.2", "Fix:"] },
        { "review_code", """{"code":"x","skip":"many"}""", ["whole number", "'many'"] },
        { "review_code", """{"path":"../../etc/passwd"}""", ["passwd"] },
        { "inspect_instance", """{"depth":"deep"}""", ["quick, standard", "'deep'"] },
        { "inspect_instance", """{"focus":"everything"}""", ["memory", "'everything'"] },
        { "inspect_instance", """{"endpoint":"192.0.2.1:6379"}""", ["REDIS_CTO_ALLOWED_HOSTS"] },
        { "inspect_instance", "{}", ["REDIS_URL"] },
        { "generate_pattern", "{}", ["needs 'pattern'", "no arguments", "distributed-lock"] },
        { "generate_pattern", """{"pattern":null}""", ["needs 'pattern'"] },
        { "generate_pattern", """{"pattern":"singleton"}""", ["distributed-lock, rate-limiter", "'singleton'"] },
        { "generate_pattern", """{"pattern":"distributed-lock","options":"turbo"}""", ["turbo", "fencing"] },
        { "generate_pattern", """{"pattern":"distributed-lock","options":[1]}""", ["'options'", "list of texts"] },
        { "generate_pattern", """{"pattern":"distributed-lock","namespace":"1 bad"}""", ["1 bad"] },
        { "search_guidance", "{}", ["`query` or `id`", "neither", "Fix:"] },
        { "search_guidance", """{"id":"RCTO9999"}""", ["no page 'RCTO9999'", "Nearest", "Fix:"] },
        { "search_guidance", """{"query":"x","limit":"lots"}""", ["whole number"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Call_IsAnsweredWithTheRemedy(string tool, string arguments, string[] words)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.Client.CallToolAsync(
            new CallToolRequestParams
            {
                Name = tool,
                Arguments = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, System.Text.Json.JsonElement>>(arguments),
            },
            TestContext.Current.CancellationToken);
        var text = InMemoryPair.TextOf(result);

        Assert.True(result.IsError, text);
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.InRange(text.Length, 20, 1000);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("An error occurred", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OversizedCode_IsRefusedWithTheRemedy()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var result = await pair.CallAsync("review_code", ("code", new string('x', 5_000_000)));

        Assert.True(result.IsError);
        Assert.Contains("'path'", InMemoryPair.TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownTool_IsTheProtocolsOwnError()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var error = await Assert.ThrowsAsync<McpProtocolException>(() => pair.CallAsync("delete_everything"));

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
    }

    [Theory]
    [InlineData("redis://admin:hunter2canary@db.example.com:6379")]
    [InlineData("db.example.com:6379,password=hunter2canary")]
    [InlineData("hunter2canary@db.example.com")]
    public async Task PasswordInAnArgument_IsRefusedAndNotRepeated(string secret)
    {
        await using var pair = await InMemoryPair.StartAsync();
        foreach (var argument in (string[])["connection", "endpoint", "depth", "focus", "url"])
        {
            var result = await pair.CallAsync("inspect_instance", (argument, secret));

            Assert.True(result.IsError);
            Assert.DoesNotContain("hunter2canary", InMemoryPair.TextOf(result), StringComparison.Ordinal);
        }
    }
}
