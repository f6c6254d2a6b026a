using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>What the process loads and touches before anybody asked for it: nothing.</summary>
public sealed class StartupTests
{
    private static readonly string[] Heavy = ["Microsoft.CodeAnalysis", "StackExchange.Redis", "YamlDotNet", "Markdig", "System.CommandLine"];

    [Fact]
    public async Task BeforeFirstUse_NothingHeavyIsLoaded_AndTheCompilerIsWarmedAfterTheToolList()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Loaded assemblies are read from /proc.");
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Modern);
        await server.RequestAsync("prompts/list", new JsonObject(), modern: true);
        var before = Loaded(server);

        Assert.Contains(before, name => name.StartsWith("redis-cto", StringComparison.Ordinal));
        Assert.DoesNotContain(before, name => Heavy.Any(heavy => name.StartsWith(heavy, StringComparison.Ordinal)));

        await server.RequestAsync("tools/list", new JsonObject(), modern: true);
        var start = Stopwatch.GetTimestamp();
        while (!Loaded(server).Exists(name => name.StartsWith("Microsoft.CodeAnalysis.CSharp", StringComparison.Ordinal)))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "The compiler was not warmed up.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain("StackExchange.Redis.dll", Loaded(server));
    }

    [Fact]
    public async Task Start_OpensNoConnection_ThoughOneIsConfigured()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var server = OwnProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["REDIS_URL"] = url });
        await server.OpenAsync(InMemoryPair.Modern);
        await server.RequestAsync("tools/list", new JsonObject(), modern: true);
        await server.RequestAsync("resources/list", new JsonObject(), modern: true);

        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task UnreachableRedis_LeavesEveryOtherToolAlone()
    {
        await using var server = OwnProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["REDIS_URL"] = "redis://127.0.0.1:1" });
        await server.OpenAsync(InMemoryPair.Legacy);
        var inspection = await CallAsync(server, "inspect_instance", []);
        var guidance = await CallAsync(server, "search_guidance", new JsonObject { ["query"] = "SCAN or KEYS" });

        Assert.True(inspection["isError"]!.GetValue<bool>());
        Assert.Contains("REDIS_URL", inspection["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(guidance["isError"]);
        Assert.Equal(4, (await server.RequestAsync("tools/list", new JsonObject()))["result"]!["tools"]!.AsArray().Count);
    }

    private static async Task<JsonNode> CallAsync(OwnProcess server, string tool, JsonObject arguments) =>
        (await server.RequestAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }))["result"]!;

    private static List<string> Loaded(OwnProcess server) =>
        [.. File.ReadLines($"/proc/{server.Id}/maps")
            .Where(line => line.EndsWith(".dll", StringComparison.Ordinal))
            .Select(line => Path.GetFileName(line))
            .Distinct(StringComparer.Ordinal)];
}
