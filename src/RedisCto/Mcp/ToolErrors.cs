using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using RedisCto.Inspection;
using RedisCto.Patterns;
using RedisCto.Review;

namespace RedisCto.Mcp;

/// <summary>
/// The one place where a failed call becomes words for the model: what is wrong, what was received, what to call instead.
/// It also reads the arguments, keeps the time limit of each tool, and ends calls when the client is gone.
/// </summary>
internal sealed class ToolErrors(
    IReadOnlyDictionary<string, ToolContract> tools, Func<CancellationToken, Task> compilerLoaded, TimeProvider time, CancellationToken closing)
{
    public const int MaxLength = 1000;

    private static readonly TimeSpan CompilerLimit = TimeSpan.FromSeconds(30);

    public McpRequestHandler<CallToolRequestParams, CallToolResult> Guard(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (context, cancellationToken) =>
        {
            // An unknown tool is the protocol's own error.
            if (context.Params is not { } call || !tools.TryGetValue(call.Name, out var tool))
                return await next(context, cancellationToken);

            using CancellationTokenSource late = new(tool.TimeLimit.NeedsCompiler ? CompilerLimit : tool.TimeLimit.Limit, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing, late.Token);
            try
            {
                var reading = tool.Arguments.Read(call.Arguments);
                call.Arguments = new Dictionary<string, System.Text.Json.JsonElement>(reading.Values, StringComparer.Ordinal);
                if (tool.TimeLimit.NeedsCompiler)
                {
                    await compilerLoaded(linked.Token);
                    late.CancelAfter(tool.TimeLimit.Limit);
                }

                // WaitAsync: an engine that does not look at its token must not hold the answer back.
                var result = await Task.Run(() => next(context, linked.Token).AsTask(), linked.Token).WaitAsync(linked.Token);
                return ToolAnswer.WithNotes(result, reading.Notes);
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !closing.IsCancellationRequested)
            {
                return Error($"{call.Name} took longer than {tool.TimeLimit.Limit.TotalSeconds} s and was stopped. {tool.TimeLimit.Remedy}");
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or McpException or InputRequiredException))
            {
                return Error(Words(call.Name, exception));
            }
        };

    private static string Words(string tool, Exception exception)
    {
        if (exception is ToolInputException or ReviewInputException or InspectionException or PatternInputException)
            return exception.Message;

        // Names and numbers only: a message may carry what must not be shown.
        Console.Error.WriteLine($"redis-cto: {tool} failed: {exception.GetType()}{Environment.NewLine}{exception.StackTrace}");
        return $"{tool} failed inside; the fault is in redis-cto, not in your call. Fix: try once more with a smaller input; "
            + "if it fails again, go on without this tool and report it (the details are in the server's log).";
    }

    private static CallToolResult Error(string message) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = message.Length <= MaxLength ? message : message[..(MaxLength - 3)] + "..." }],
    };
}
