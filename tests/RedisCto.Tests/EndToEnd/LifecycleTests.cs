using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.EndToEnd;

/// <summary>The real process ends when its client does, in whatever state it is. Clients that died left SDK servers running for ever.</summary>
public sealed class LifecycleTests
{
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterSignal = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task StdinCloses_BeforeInitialize_Exits()
    {
        await using var server = OwnProcess.Start();
        server.CloseInput();

        // The process itself has to start first.
        Assert.Equal(0, await server.ExitsWithinAsync(AfterEnd + TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(InMemoryPair.Legacy)]
    [InlineData(InMemoryPair.Current)]
    [InlineData(InMemoryPair.Modern)]
    public async Task StdinCloses_WhenIdle_ExitsQuietly(string era)
    {
        await using var server = OwnProcess.Start();
        await server.OpenAsync(era);
        await server.RequestAsync("tools/list", new JsonObject(), era == InMemoryPair.Modern);
        server.CloseInput();

        Assert.Equal(0, await server.ExitsWithinAsync(AfterEnd));
        Assert.Equal("", server.Errors);
    }

    [Fact]
    public async Task StdinCloses_WithAnOpenSubscription_Exits()
    {
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Modern);
        await SubscribeAsync(server);
        server.CloseInput();

        Assert.Equal(0, await server.ExitsWithinAsync(AfterEnd));
    }

    [Fact]
    public async Task StdinCloses_WithARunningCall_Exits()
    {
        using var silent = Silent(out var endpoint);
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Modern);
        await PostInspectionAsync(server, endpoint);
        using var accepted = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        server.CloseInput();

        Assert.Equal(0, await server.ExitsWithinAsync(AfterEnd));
    }

    [Fact]
    public async Task StdinCloses_RightAfterARequest_StillAnswersIt()
    {
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Legacy);
        var id = await server.PostAsync("tools/list", new JsonObject());
        server.CloseInput();

        Assert.Equal(id, (await server.ReadAsync())["id"]!.GetValue<int>());
        Assert.Equal(0, await server.ExitsWithinAsync(AfterEnd));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sigterm_ExitsWithinASecond(bool withRunningCall)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var silent = Silent(out var endpoint);
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Modern);
        await SubscribeAsync(server);
        TcpClient? running = null;
        if (withRunningCall)
        {
            await PostInspectionAsync(server, endpoint);
            running = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        }

        using var kill = Process.Start("kill", ["-TERM", server.Id.ToString()]);

        Assert.Equal(0, await server.ExitsWithinAsync(AfterSignal));
        running?.Dispose();
    }

    [Fact]
    public async Task MalformedLines_AreSurvived()
    {
        await using var server = OwnProcess.Start();
        await server.OpenAsync(InMemoryPair.Legacy);
        await server.SendLineAsync("{ this is not JSON");
        await server.SendLineAsync("");
        await server.SendLineAsync("[]");
        foreach (var odd in (string[])["[]", "{}", "null", """{"requestId":{}}""", """{"requestId":1.5}""", """{"requestId":"nobody"}"""])
            await server.SendLineAsync($$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{{odd}}}""");
        var answer = await server.RequestAsync("tools/list", new JsonObject());

        Assert.NotEmpty(answer["result"]!["tools"]!.AsArray());
    }

    private static async Task SubscribeAsync(OwnProcess server)
    {
        await server.PostAsync("subscriptions/listen", new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } }, modern: true);
        var acknowledged = await server.ReadAsync();
        Assert.Equal("notifications/subscriptions/acknowledged", acknowledged["method"]?.GetValue<string>());
    }

    private static Task<int> PostInspectionAsync(OwnProcess server, string endpoint) => server.PostAsync(
        "tools/call",
        new JsonObject { ["name"] = "inspect_instance", ["arguments"] = new JsonObject { ["endpoint"] = endpoint } },
        modern: true);

    /// <summary>A server that takes connections and never says a word.</summary>
    private static TcpListener Silent(out string endpoint)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        endpoint = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        return listener;
    }
}
