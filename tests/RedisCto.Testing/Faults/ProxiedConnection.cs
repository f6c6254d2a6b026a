using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace RedisCto.Testing.Faults;

/// <summary>One client of a <see cref="FaultProxy"/> and its link to the server; each piece of traffic meets the mode of its moment.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client) : IDisposable
{
    private const int ChunkSize = 16 * 1024;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource closing = new();
    // Completed when the request whose reply is to be swallowed is with the server; null while none is on its way.
    private volatile TaskCompletionSource? droppedRequest;
    private FaultMode.CutMode? countedFor;
    private int sentUnderCut;

    private sealed record Chunk(byte[] Bytes, long ReadAt);

    public async Task RunAsync(CancellationToken ending)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ending, closing.Token);
        client.NoDelay = true;
        try
        {
            await PastBlackHoleAsync(linked.Token);
            using var server = await proxy.ConnectToServerAsync(linked.Token);
            var replies = Channel.CreateBounded<Chunk>(64);
            var requests = RequestsAsync(server, linked.Token);
            var reading = ReadRepliesAsync(server, replies.Writer, linked.Token);
            var answering = RepliesAsync(server, replies.Reader, linked.Token);
            await Task.WhenAny(requests, answering);
            await closing.CancelAsync();
            await Task.WhenAll(requests, reading, answering);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // Either side hung up, the server is not there, or we were told to end: the client sees its connection end.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        closing.Dispose();
    }

    /// <summary>Ends the connection the hard way: the client gets a reset.</summary>
    public void Reset()
    {
        try
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            closing.Cancel();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It had ended by itself.
        }
    }

    private static bool IsEndOfConnection(Exception e) =>
        e is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException;

    private async Task RequestsAsync(Socket server, CancellationToken cancellation)
    {
        var buffer = new byte[ChunkSize];
        while (await client.ReceiveAsync(buffer, cancellation) is > 0 and var read)
        {
            await PastBlackHoleAsync(cancellation);
            var request = buffer.AsMemory(0, read);
            // Set before the request is on its way: its reply may be here before the next line runs.
            if (proxy.Mode is not FaultMode.DropReplyMode mode)
                droppedRequest = null;
            else if (Matches(request.Span, mode.RequestContaining))
                droppedRequest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            proxy.CountToServer(read);
            for (var sent = 0; sent < read;)
                sent += await server.SendAsync(request[sent..], cancellation);
            droppedRequest?.TrySetResult();
        }
    }

    private static bool Matches(ReadOnlySpan<byte> request, string? text) =>
        text is null || Encoding.Latin1.GetString(request).Contains(text, StringComparison.OrdinalIgnoreCase);

    private static async Task ReadRepliesAsync(Socket server, ChannelWriter<Chunk> replies, CancellationToken cancellation)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            while (await server.ReceiveAsync(buffer, cancellation) is > 0 and var read)
                await replies.WriteAsync(new Chunk(buffer.AsSpan(0, read).ToArray(), TimeProvider.System.GetTimestamp()), cancellation);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // What was read before is still delivered.
        }

        replies.TryComplete();
    }

    private async Task RepliesAsync(Socket server, ChannelReader<Chunk> replies, CancellationToken cancellation)
    {
        await foreach (var chunk in replies.ReadAllAsync(cancellation))
        {
            var mode = await WhenDueAsync(chunk.ReadAt, cancellation);
            if (mode is FaultMode.DropReplyMode && droppedRequest is { } request)
            {
                await request.Task.WaitAsync(cancellation);
                await LetServerFinishAsync(server, replies, cancellation);
                return;
            }

            var length = mode is FaultMode.CutMode cut ? Math.Min(chunk.Bytes.Length, LeftOf(cut)) : chunk.Bytes.Length;
            // Counted first: who has the reply may ask for the count at once.
            proxy.CountToClient(length);
            for (var sent = 0; sent < length;)
                sent += await client.SendAsync(chunk.Bytes.AsMemory(sent, length - sent), cancellation);
            sentUnderCut += length;
            if (mode is FaultMode.CutMode last && LeftOf(last) == 0)
            {
                client.Shutdown(SocketShutdown.Send);
                return;
            }
        }
    }

    private int LeftOf(FaultMode.CutMode cut)
    {
        if (!ReferenceEquals(countedFor, cut))
        {
            countedFor = cut;
            sentUnderCut = 0;
        }

        return cut.Bytes - sentUnderCut;
    }

    // A close with unread bytes would be a reset, on which a server may throw away a request it has not read yet.
    private static async Task LetServerFinishAsync(Socket server, ChannelReader<Chunk> replies, CancellationToken cancellation)
    {
        server.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(DrainLimit);
        await foreach (var _ in replies.ReadAllAsync(limit.Token))
        {
            // Swallowed as well.
        }
    }

    private async Task PastBlackHoleAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = proxy.ModeChanged;
            if (proxy.Mode is not FaultMode.BlackHoleMode)
                return;
            await changed.WaitAsync(cancellation);
        }
    }

    private async Task<FaultMode> WhenDueAsync(long readAt, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = proxy.ModeChanged;
            var mode = proxy.Mode;
            var left = mode is FaultMode.DelayMode delay ? delay.By - TimeProvider.System.GetElapsedTime(readAt) : TimeSpan.Zero;
            if (mode is FaultMode.BlackHoleMode)
                await changed.WaitAsync(cancellation);
            else if (left > TimeSpan.Zero)
                await Task.WhenAny(changed, Task.Delay(left, cancellation));
            else
                return mode;
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
