using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>The requests that were read and not yet answered, so that a client which closes stdin still gets its answers.</summary>
internal sealed class RunningRequests(TimeProvider time)
{
    /// <summary>Holds its answer open for as long as the client lives: never a reason to wait.</summary>
    private const string OpenEndedMethod = "subscriptions/listen";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<RequestId, byte> running = [];

    public McpMessageHandler TrackIncoming(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcRequest { Method: not OpenEndedMethod } request)
            running[request.Id] = 0;
        if (context.JsonRpcMessage is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject cancelled }
            && ReadId(cancelled["requestId"]) is { } id)
            running.TryRemove(id, out _);
        return next(context, cancellationToken);
    };

    public McpMessageHandler TrackOutgoing(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        await next(context, cancellationToken);
        if (context.JsonRpcMessage is JsonRpcResponse or JsonRpcError)
            running.TryRemove(((JsonRpcMessageWithId)context.JsonRpcMessage).Id, out _);
    };

    /// <summary>Waits until every request is answered, at most <paramref name="limit"/>.</summary>
    public async Task DrainAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        // The last lines were read just now and may not have reached the filters yet.
        await Task.Delay(Step * 3, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!running.IsEmpty && time.GetElapsedTime(start) < limit && !cancellationToken.IsCancellationRequested)
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Null where a client sent what is no id.</summary>
    private static RequestId? ReadId(JsonNode? id) => id switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => new RequestId(number),
        JsonValue value when value.TryGetValue<string>(out var text) => new RequestId(text),
        _ => null,
    };
}
