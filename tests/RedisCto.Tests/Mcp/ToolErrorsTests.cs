using System.ComponentModel;
using System.Diagnostics;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Mcp;
using RedisCto.Tests.Support;

namespace RedisCto.Tests.Mcp;

/// <summary>The call filter with tools that fail in every way a tool can.</summary>
public sealed class ToolErrorsTests
{
    [Fact]
    public async Task Fault_IsToldWithoutItsDetails()
    {
        await using var pair = await StartAsync();
        var text = InMemoryPair.TextOf(await pair.CallAsync("break"));

        Assert.Contains("the fault is in redis-cto", text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task McpException_PassesThrough()
    {
        await using var pair = await StartAsync();
        var result = await pair.CallAsync("protest");

        Assert.True(result.IsError);
        Assert.Contains("said by the tool", InMemoryPair.TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProtocolException_PassesThrough()
    {
        await using var pair = await StartAsync();

        Assert.Equal(McpErrorCode.InvalidParams, (await Assert.ThrowsAsync<McpProtocolException>(() => pair.CallAsync("refuse"))).ErrorCode);
    }

    [Fact]
    public async Task InputRequired_PassesThrough()
    {
        await using var pair = await StartAsync();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => pair.CallAsync("ask"));

        // This client cannot ask its user; the point is that the request reached it.
        Assert.DoesNotContain("fault is in redis-cto", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("ignore_the_token")]
    public async Task LateCall_IsStoppedWithTheRemedy(string tool)
    {
        await using var pair = await StartAsync();
        var start = Stopwatch.GetTimestamp();
        var result = await pair.CallAsync(tool);

        Assert.True(result.IsError);
        Assert.Equal($"{tool} took longer than 1 s and was stopped. Fix: sleep less.", InMemoryPair.TextOf(result));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task CancelledCall_GetsNoErrorResult()
    {
        await using var pair = await StartAsync();
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Client.CallToolAsync(new CallToolRequestParams { Name = "sleep" }, cancel.Token).AsTask());
    }

    [Fact]
    public async Task LongMessage_IsCut()
    {
        await using var pair = await StartAsync();

        Assert.Equal(1000, InMemoryPair.TextOf(await pair.CallAsync("chatter")).Length);
    }

    [Fact]
    public async Task Calls_RunSideBySide()
    {
        await using var pair = await StartAsync();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pair.CallAsync("work")));

        // One after the other they would take 4 s.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    private static Task<InMemoryPair> StartAsync() => InMemoryPair.StartAsync(configure: (options, closing) =>
    {
        var none = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var tools = typeof(Failing).GetMethods().Where(method => method.DeclaringType == typeof(Failing))
            .Select(method => ToolContract.Of(method, new Failing(), () => none)).ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        options.ToolCollection = [.. tools.Values.Select(tool => tool.Tool)];
        options.Filters.Request.CallToolFilters.Clear();
        options.Filters.Request.CallToolFilters.Add(new ToolErrors(tools, _ => Task.CompletedTask, TimeProvider.System, closing).Guard);
    });

#pragma warning disable CA1822 // Tools are instance methods.
    private sealed class Failing
    {
        [McpServerTool(Name = "break"), TimeLimit(5, ""), Description("Breaks.")]
        public string Break() => throw new InvalidOperationException("canary secret of the machine");

        [McpServerTool(Name = "protest"), TimeLimit(5, ""), Description("Protests.")]
        public string Protest() => throw new McpException("said by the tool");

        [McpServerTool(Name = "refuse"), TimeLimit(5, ""), Description("Refuses.")]
        public string Refuse() => throw new McpProtocolException("no", McpErrorCode.InvalidParams);

        [McpServerTool(Name = "ask"), TimeLimit(5, ""), Description("Asks.")]
        public string Ask() => throw new InputRequiredException(
            new Dictionary<string, InputRequest>(StringComparer.Ordinal), "state");

        [McpServerTool(Name = "sleep"), TimeLimit(1, "Fix: sleep less."), Description("Sleeps.")]
        public async Task<string> Sleep(CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
            return "slept";
        }

        [McpServerTool(Name = "ignore_the_token"), TimeLimit(1, "Fix: sleep less."), Description("Sleeps on.")]
        public async Task<string> IgnoreTheToken()
        {
            await Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
            return "slept";
        }

        [McpServerTool(Name = "work"), TimeLimit(5, ""), Description("Works.")]
        public async Task<string> Work(CancellationToken cancellationToken)
        {
            await Task.Delay(500, cancellationToken);
            return "done";
        }

        [McpServerTool(Name = "chatter"), TimeLimit(5, ""), Description("Chatters.")]
        public string Chatter() => throw new ToolInputException(new string('a', 5000));
    }
#pragma warning restore CA1822
}
