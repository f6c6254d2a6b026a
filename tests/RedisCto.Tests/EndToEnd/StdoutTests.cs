using System.Text.Json.Nodes;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>One session through every door of the real process; every line of stdout is protocol and stderr stays silent.</summary>
public sealed class StdoutTests
{
    [Theory]
    [InlineData(InMemoryPair.Legacy)]
    [InlineData(InMemoryPair.Current)]
    [InlineData(InMemoryPair.Modern)]
    public async Task WholeSession_SpeaksProtocolOnly(string era)
    {
        var modern = era == InMemoryPair.Modern;
        await using var server = OwnProcess.Start();
        await server.OpenAsync(era);
        foreach (var method in (string[])["tools/list", "prompts/list", "resources/list", "resources/templates/list"])
            AssertCached(await server.RequestAsync(method, new JsonObject(), modern));

        var calls = new (string Tool, JsonObject Arguments)[]
        {
            ("review_code", new JsonObject { ["code"] = "db.Execute(\"KEYS\", \"*\");" }),
            ("generate_pattern", new JsonObject { ["pattern"] = "rate-limiter" }),
            ("search_guidance", new JsonObject { ["query"] = "KEYS or SCAN" }),
            ("inspect_instance", new JsonObject { ["endpoint"] = "127.0.0.1:1" }),
        };
        foreach (var (tool, arguments) in calls)
        {
            var result = (await server.RequestAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }, modern))["result"]!;
            Assert.Equal(tool == "inspect_instance", result["isError"]?.GetValue<bool>() ?? false);
        }

        Assert.Equal("", server.Errors);
    }

    [Fact]
    public async Task Paths_AreReadInTheProjectThatClaudeCodeNames()
    {
        var project = Directory.CreateTempSubdirectory("redis-cto-project-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(project.FullName, "Users.cs"),
                "using StackExchange.Redis;\nclass Users(IDatabase db) { RedisResult All() => db.Execute(\"KEYS\", \"*\"); }\n",
                TestContext.Current.CancellationToken);
            await using var server = OwnProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["CLAUDE_PROJECT_DIR"] = project.FullName });
            await server.OpenAsync(InMemoryPair.Modern);
            var answer = await server.RequestAsync(
                "tools/call", new JsonObject { ["name"] = "review_code", ["arguments"] = new JsonObject { ["path"] = "Users.cs" } }, modern: true);

            Assert.Contains("Users.cs:2:", answer["result"]!["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        }
        finally
        {
            project.Delete(recursive: true);
        }
    }

    private static void AssertCached(JsonNode answer)
    {
        Assert.InRange(answer["result"]!["ttlMs"]!.GetValue<long>(), 3_600_000, long.MaxValue);
        Assert.Equal("public", answer["result"]!["cacheScope"]!.GetValue<string>());
    }
}
