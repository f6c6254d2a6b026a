using System.Text.Json;
using System.Text.RegularExpressions;
using ModelContextProtocol.Protocol;
using RedisCto.Mcp;
using RedisCto.Patterns;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>What every client sees, held against what the clients are known to do with it.</summary>
public sealed partial class SurfaceTests
{
    private const int ListBudget = 10 * 1024;

    public static TheoryData<string> Eras => [InMemoryPair.Legacy, InMemoryPair.Current, InMemoryPair.Modern];

    [Fact]
    public async Task Tools_MatchTheirSnapshots()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var tools = await pair.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        foreach (var declared in ServerSurface.BoundTools(InMemoryPair.Engines()).Select(tool => tool.ProtocolTool))
        {
            Snapshot.Matches(Snapshot.Contract, $"tools/{declared.Name}", declared);
            // Clients are told what was in the file when the program was built.
            var listed = tools.Single(tool => tool.Name == declared.Name).ProtocolTool;
            Assert.Equal(JsonSerializer.Serialize(declared, Json.Indented), JsonSerializer.Serialize(listed, Json.Indented));
        }

        Assert.Equal(Snapshot.Names(Path.Combine(Snapshot.Contract, "tools")), tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prompts_MatchTheirSnapshots()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var prompts = await pair.Client.ListPromptsAsync(cancellationToken: TestContext.Current.CancellationToken);

        foreach (var prompt in prompts)
        {
            var asked = await prompt.GetAsync(cancellationToken: TestContext.Current.CancellationToken);
            Snapshot.Matches($"prompts/{prompt.Name}", new { prompt.ProtocolPrompt, Text = ((TextContentBlock)asked.Messages.Single().Content).Text });
        }

        Assert.Equal(Snapshot.Names(Path.Combine(Snapshot.Folder, "prompts")), prompts.Select(prompt => prompt.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Resources_MatchTheirSnapshot()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var resources = await pair.Client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken);

        Snapshot.Matches("resources", resources.Select(resource => new { resource.Uri, resource.Title, resource.Description }));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task ToolList_IsTheSameForEveryClient(string era)
    {
        await using var modern = await InMemoryPair.StartAsync();
        await using var other = await InMemoryPair.StartAsync(era);

        Assert.Equal(await ToolsJsonAsync(modern), await ToolsJsonAsync(other));
    }

    [Fact]
    public async Task ToolList_StaysWithinItsBudget()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var tools = await ToolsAsync(pair);

        Assert.InRange((await ToolsJsonAsync(pair)).Length, 1000, ListBudget);
        Assert.All(tools, tool => Assert.InRange(tool.Description!.Length, 100, 700));
        Assert.All(tools.Where(tool => tool.OutputSchema is not null), tool => Assert.InRange(tool.OutputSchema!.Value.GetRawText().Length, 100, 1536));
    }

    [Fact]
    public async Task Tools_LeaveNoHintOrTitleOpen()
    {
        await using var pair = await InMemoryPair.StartAsync();

        Assert.All(await ToolsAsync(pair), tool =>
        {
            Assert.False(string.IsNullOrWhiteSpace(tool.Title));
            Assert.True(tool.Annotations!.ReadOnlyHint);
            Assert.False(tool.Annotations.DestructiveHint);
            Assert.True(tool.Annotations.IdempotentHint);
            // Only a live server brings data of others.
            Assert.Equal(tool.Name == "inspect_instance", tool.Annotations.OpenWorldHint);
        });
    }

    [Fact]
    public async Task Tools_HaveNamesThatEveryClientKeepsWhole()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var tools = await ToolsAsync(pair);

        Assert.InRange(tools.Count, 4, 7);
        Assert.All(tools, tool => Assert.Matches(ToolName(), tool.Name));
        Assert.All(tools, tool => Assert.InRange((ServerSurface.Name + tool.Name).Length, 1, 52));
    }

    [Fact]
    public async Task InputSchemas_UseOneTypeAndDescribeEveryArgument()
    {
        await using var pair = await InMemoryPair.StartAsync();
        foreach (var property in (await ToolsAsync(pair)).SelectMany(tool => tool.InputSchema.GetProperty("properties").EnumerateObject()))
        {
            Assert.Equal(JsonValueKind.String, property.Value.GetProperty("type").ValueKind);
            Assert.False(string.IsNullOrWhiteSpace(property.Value.GetProperty("description").GetString()), property.Name);
            if (property.Value.TryGetProperty("items", out var items))
                Assert.Equal(JsonValueKind.String, items.GetProperty("type").ValueKind);
        }
    }

    [Fact]
    public async Task OutputSchemas_RequireNothingThatCanBeNull()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var schemas = (await ToolsAsync(pair)).Where(tool => tool.OutputSchema is not null).Select(tool => tool.OutputSchema!.Value.GetRawText()).ToList();

        Assert.Equal(2, schemas.Count);
        Assert.All(schemas, schema => Assert.DoesNotContain("\"null\"", schema, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneTool_IsLoadedUpFront_TheRestOnSearch()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var early = (await ToolsAsync(pair)).Where(tool => tool.Meta?["anthropic/alwaysLoad"]?.GetValue<bool>() == true).ToList();

        Assert.Equal("review_code", Assert.Single(early).Name);
        // 600 tokens of every conversation, at four characters each.
        early[0].OutputSchema = null;
        Assert.InRange(JsonSerializer.Serialize(early[0], Json.Options).Length, 100, 2400);
    }

    [Fact]
    public async Task Pattern_OffersExactlyTheCatalogue()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var tool = (await ToolsAsync(pair)).Single(tool => tool.Name == "generate_pattern");
        var offered = tool.InputSchema.GetProperty("properties").GetProperty("pattern").GetProperty("enum").EnumerateArray().Select(id => id.GetString()!);

        Assert.Equal(PatternGenerator.Catalog.Select(pattern => pattern.Id).Order(StringComparer.Ordinal), offered);
    }

    [Fact]
    public void Instructions_RouteInTheirFirstSentence()
    {
        var first = ServerSurface.Instructions.Split("\n\n")[0];

        Assert.InRange(ServerSurface.Instructions.Length, 200, 1200);
        Assert.InRange(first.Length, 50, 200);
        Assert.All(["Redis", "StackExchange.Redis", "review", "inspect", "C#"], word => Assert.Contains(word, first, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Server_SaysWhoItIs(string era)
    {
        await using var pair = await InMemoryPair.StartAsync(era);

        Assert.Equal(era, pair.Client.NegotiatedProtocolVersion);
        Assert.Equal(("redis-cto", "Redis CTO", ServerSurface.Version), (pair.Client.ServerInfo!.Name, pair.Client.ServerInfo.Title, pair.Client.ServerInfo.Version));
        Assert.Equal(ServerSurface.Instructions, pair.Client.ServerInstructions);
        Assert.Matches(@"^\d+\.\d+\.\d+", ServerSurface.Version);
        Assert.NotEqual("1.0.0.0", ServerSurface.Version);
    }

    private static async Task<IReadOnlyList<Tool>> ToolsAsync(InMemoryPair pair) =>
        [.. (await pair.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.ProtocolTool)];

    private static async Task<string> ToolsJsonAsync(InMemoryPair pair) => JsonSerializer.Serialize(await ToolsAsync(pair), Json.Options);

    [GeneratedRegex("^[a-z][a-z0-9_]{2,39}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ToolName();
}
