using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisCto.Tests.Support;

/// <summary>The real <c>redis-cto</c> process, spoken to in raw JSON lines. Every line it writes must be JSON-RPC.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> errors = new();
    private int lastId;

    private OwnProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    public static string Program => Path.Combine(AppContext.BaseDirectory, "redis-cto.dll");

    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    public string Errors => string.Join('\n', errors).Trim();

    public int Id => process.Id;

    public static OwnProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    public static OwnProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(DotNet, ["exec", Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment.Remove("CLAUDE_PROJECT_DIR");
        start.Environment.Remove("REDIS_URL");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Initializes the way a client of the given revision does, up to a tool list.</summary>
    public async Task<JsonNode> OpenAsync(string era)
    {
        if (era == InMemoryPair.Modern)
            return await RequestAsync("server/discover", new JsonObject(), modern: true);
        var answer = await RequestAsync("initialize", new JsonObject
        {
            ["protocolVersion"] = era,
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "tests", ["version"] = "1" },
        });
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" });
        return answer;
    }

    public async Task<JsonNode> RequestAsync(string method, JsonObject parameters, bool modern = false)
    {
        var id = await PostAsync(method, parameters, modern);
        while (true)
        {
            var line = await ReadAsync();
            if (line["id"]?.GetValueKind() == JsonValueKind.Number && line["id"]!.GetValue<int>() == id)
                return line;
        }
    }

    /// <summary>Sends a request and does not wait for its answer.</summary>
    public async Task<int> PostAsync(string method, JsonObject parameters, bool modern = false)
    {
        if (modern)
        {
            parameters["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = InMemoryPair.Modern,
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "tests", ["version"] = "1" },
            };
        }

        var id = ++lastId;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        return id;
    }

    /// <summary>The next line of stdout, which must be a JSON-RPC message.</summary>
    public async Task<JsonNode> ReadAsync()
    {
        var line = await ReadLineAsync() ?? throw new InvalidOperationException($"The server ended. stderr: {Errors}");
        var message = JsonNode.Parse(line)!;
        Assert.Equal("2.0", message["jsonrpc"]!.GetValue<string>());
        return message;
    }

    public async Task<string?> ReadLineAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(AnswerLimit);
        return await process.StandardOutput.ReadLineAsync(limit.Token);
    }

    public async Task SendLineAsync(string line)
    {
        await process.StandardInput.WriteAsync(line + "\n");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    public void CloseInput() => process.StandardInput.Close();

    /// <summary>The exit code, or an assertion that fails after <paramref name="limit"/>.</summary>
    public async Task<int> ExitsWithinAsync(TimeSpan limit)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(limit);
        await process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(process.HasExited, $"The process still runs after {limit.TotalSeconds} s.");
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private Task SendAsync(JsonObject message) => SendLineAsync(message.ToJsonString());
}
