using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>Every page is a resource, and says the same there as through the tool.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task EveryPageOfTheRepository_IsADirectResource()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var listed = await pair.Client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken);
        var knowledge = Path.Combine(Repository.Root, "knowledge");
        var pages = Directory.EnumerateFiles(knowledge, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(knowledge, file).Replace('\\', '/'))
            .Where(file => file.Contains('/', StringComparison.Ordinal))
            .Select(file => $"redis-cto://{file[..^3]}");

        Assert.Equal(pages.Order(StringComparer.Ordinal), listed.Select(resource => resource.Uri).Order(StringComparer.Ordinal));
        Assert.All(listed, resource =>
        {
            Assert.Equal("text/markdown", resource.MimeType);
            Assert.False(string.IsNullOrWhiteSpace(resource.Title));
            Assert.False(string.IsNullOrWhiteSpace(resource.Description));
        });
    }

    [Fact]
    public async Task EveryPage_ReadsTheSameThroughTheTool()
    {
        await using var pair = await InMemoryPair.StartAsync();
        foreach (var resource in await pair.Client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            var read = await pair.Client.ReadResourceAsync(resource.Uri, cancellationToken: TestContext.Current.CancellationToken);
            var text = Assert.IsType<TextResourceContents>(Assert.Single(read.Contents)).Text;

            Assert.Equal(text, InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("id", resource.Name))));
            Assert.Equal(text, InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("id", resource.Uri))));
            Assert.InRange(text.Length, 100, 16_000);
            Assert.InRange(read.TimeToLive!.Value, TimeSpan.FromHours(1), TimeSpan.MaxValue);
            Assert.Equal(CacheScope.Public, read.CacheScope);
        }
    }

    [Theory]
    [InlineData("redis-cto://notes/cache-expirey")]
    [InlineData("redis-cto://nothing")]
    [InlineData("file:///etc/passwd")]
    public async Task UnknownResource_NamesItselfAndTheNearest(string uri)
    {
        await using var pair = await InMemoryPair.StartAsync();
        var error = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await pair.Client.ReadResourceAsync(uri, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
        Assert.Contains("Nearest: redis-cto://", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownResource_CarriesItsUriAsData()
    {
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Modern);
        var answer = await server.RequestAsync("resources/read", new JsonObject { ["uri"] = "redis-cto://notes/cache-expirey" }, modern: true);

        Assert.Equal(-32602, answer["error"]!["code"]!.GetValue<int>());
        Assert.Equal("redis-cto://notes/cache-expirey", answer["error"]!["data"]!["uri"]!.GetValue<string>());
        Assert.Contains("redis-cto://notes/cache-expiry", answer["error"]!["data"]!["nearest"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_MatchesItsSnapshot_AndCompletes()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var template = Assert.Single(await pair.Client.ListResourceTemplatesAsync(cancellationToken: TestContext.Current.CancellationToken)).ProtocolResourceTemplate;
        Snapshot.Matches("resource-template", template);
        ResourceTemplateReference reference = new() { Uri = template.UriTemplate };

        var folders = await pair.Client.CompleteAsync(reference, "folder", "n", cancellationToken: TestContext.Current.CancellationToken);
        var names = await pair.Client.CompleteAsync(
            new CompleteRequestParams
            {
                Ref = reference,
                Argument = new() { Name = "name", Value = "CACHE" },
                Context = new() { Arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["folder"] = "notes" } },
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(["notes"], folders.Completion.Values);
        Assert.Contains("cache-expiry", names.Completion.Values);
    }

    [Fact]
    public async Task Section_IsReadByItsHeading()
    {
        await using var pair = await InMemoryPair.StartAsync();
        var whole = InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("id", "notes/keyspace-scan")));
        var section = InMemoryPair.TextOf(await pair.CallAsync("search_guidance", ("id", "notes/keyspace-scan#in c#")));

        Assert.Contains("KeysAsync", section, StringComparison.Ordinal);
        Assert.True(section.Length < whole.Length);
    }
}
