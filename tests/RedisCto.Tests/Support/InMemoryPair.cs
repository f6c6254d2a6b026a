using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Mcp;

namespace RedisCto.Tests.Support;

/// <summary>Our server and the SDK's client in one process, on two pipes.</summary>
internal sealed class InMemoryPair : IAsyncDisposable
{
    public const string Legacy = "2025-06-18";
    public const string Current = "2025-11-25";
    public const string Modern = "2026-07-28";

    private readonly CancellationTokenSource stop;
    private readonly McpServer server;
    private readonly Task running;

    private InMemoryPair(McpClient client, McpServer server, Task running, CancellationTokenSource stop)
    {
        Client = client;
        this.server = server;
        this.running = running;
        this.stop = stop;
    }

    public McpClient Client { get; }

    public static Engines Engines(string? root = null, params (string Name, string Value)[] environment) => new(
        environment.ToDictionary(pair => pair.Name, pair => (string?)pair.Value, StringComparer.Ordinal), root ?? Repository.Root, TimeProvider.System);

    public static async Task<InMemoryPair> StartAsync(string era = Modern, Engines? engines = null, Action<McpServerOptions, CancellationToken>? configure = null)
    {
        CancellationTokenSource closing = new();
        Pipe toServer = new(), toClient = new();
        var options = ServerSurface.Describe(engines ?? Engines(), TimeProvider.System, closing.Token);
        configure?.Invoke(options, closing.Token);
        var started = McpServer.Create(new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), options);
        var session = started.RunAsync(closing.Token);
        var client = await McpClient.CreateAsync(
            new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()),
            new() { ProtocolVersion = era },
            cancellationToken: TestContext.Current.CancellationToken);
        return new(client, started, session, closing);
    }

    public Task<CallToolResult> CallAsync(string tool, params (string Name, object? Value)[] arguments) => Client.CallToolAsync(new CallToolRequestParams
    {
        Name = tool,
        Arguments = arguments.ToDictionary(pair => pair.Name, pair => JsonSerializer.SerializeToElement(pair.Value), StringComparer.Ordinal),
    }, TestContext.Current.CancellationToken).AsTask();

    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await stop.CancelAsync();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        await server.DisposeAsync();
        stop.Dispose();
    }
}
