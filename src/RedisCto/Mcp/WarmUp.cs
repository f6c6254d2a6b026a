using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>Loads the compiler in the background once the client has its tool list, so that the first review does not pay for it.</summary>
internal sealed class WarmUp
{
    private readonly Engines engines;
    private readonly CancellationToken closing;
    private readonly Lazy<Task> loading;

    public WarmUp(Engines engines, CancellationToken closing)
    {
        this.engines = engines;
        this.closing = closing;
        loading = new(() => Task.Run(LoadAsync, closing));
    }

    public McpRequestHandler<ListToolsRequestParams, ListToolsResult> AfterFirst(McpRequestHandler<ListToolsRequestParams, ListToolsResult> next) =>
        async (context, cancellationToken) =>
        {
            var result = await next(context, cancellationToken);
            _ = StartSoonAsync();
            return result;
        };

    /// <summary>Waits until the compiler is there, loading it if nobody did. Cold and on a busy machine that takes longer than a review.</summary>
    public Task CompletedAsync(CancellationToken cancellationToken) => loading.Value.WaitAsync(cancellationToken);

    private async Task StartSoonAsync()
    {
        // The response is still to be written; it goes first.
        await Task.Delay(TimeSpan.FromMilliseconds(100), closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!closing.IsCancellationRequested)
            _ = loading.Value;
    }

    private async Task LoadAsync()
    {
        try
        {
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
