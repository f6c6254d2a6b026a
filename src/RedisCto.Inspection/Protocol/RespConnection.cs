using System.Buffers;

namespace RedisCto.Inspection.Protocol;

/// <summary>
/// One connection of our own to the inspected server. StackExchange.Redis is not used here: its handshake sends some fifteen
/// commands over two connections (CONFIG GET, ECHO, SENTINEL, CLUSTER NODES, GET of a tie-breaker key), which would land in the
/// very counters that are judged, and it hides why a connection failed.
/// </summary>
internal sealed class RespConnection(Stream stream) : IAsyncDisposable
{
    private readonly RespReader reader = new(stream);

    /// <summary>How many commands this connection sent.</summary>
    public int CommandsSent { get; private set; }

    /// <summary>Called after each answered batch, so that a limit may count from the last sign of life.</summary>
    public Action? Answered { get; init; }

    /// <summary>Sends all commands at once and reads one reply for each, in order: one round trip.</summary>
    public async Task<IReadOnlyList<RespReply>> SendAsync(IReadOnlyList<ReadOnlyCommand> commands, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var command in commands)
            command.WriteTo(output);
        CommandsSent += commands.Count;

        var replies = new List<RespReply>(commands.Count);
        try
        {
            await stream.WriteAsync(output.WrittenMemory, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // A server that turns a client away says why and closes; the reason may still be read, and if not, the read throws.
        }

        while (replies.Count < commands.Count)
            replies.Add(await reader.ReadAsync(cancellationToken));
        Answered?.Invoke();
        return replies;
    }

    public async Task<RespReply> SendAsync(ReadOnlyCommand command, CancellationToken cancellationToken) =>
        (await SendAsync([command], cancellationToken))[0];

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
