using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>Loads the compiler in the background once the client has its tool list, so that the first review does not pay for it.</summary>
internal sealed class WarmUp(Engines engines, CancellationToken closing)
{
    private int started;

    public McpRequestHandler<ListToolsRequestParams, ListToolsResult> AfterFirst(McpRequestHandler<ListToolsRequestParams, ListToolsResult> next) =>
        async (context, cancellationToken) =>
        {
            var result = await next(context, cancellationToken);
            if (Interlocked.Exchange(ref started, 1) == 0)
                _ = Task.Run(LoadAsync, closing);
            return result;
        };

    private async Task LoadAsync()
    {
        try
        {
            // The response is still to be written; it goes first.
            await Task.Delay(TimeSpan.FromMilliseconds(100), closing);
            await engines.Reviewer.WarmUpAsync(closing);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
        catch (Exception exception)
        {
            // The first review will fail the same way and say so to the model.
            await Console.Error.WriteLineAsync($"redis-cto: the compiler could not be loaded: {exception.GetType()}");
        }
    }
}
