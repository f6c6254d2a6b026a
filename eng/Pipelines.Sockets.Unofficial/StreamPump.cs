using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Moves bytes between a stream and two pipes, at the pace of the slower side, until either end stops.</summary>
/// <remarks>Owns the stream. A pipe's buffers go back to their pool when both the pump and the pipe's user are done with it.</remarks>
internal sealed class StreamPump : IMeasuredDuplexPipe, IDisposable
{
    private readonly Stream stream;
    private readonly string name;
    private readonly Pipe incoming;
    private readonly Pipe outgoing;
    private readonly GuardedPipeReader input;
    private readonly GuardedPipeWriter output;
    private readonly Action? allSent;
    private readonly CancellationTokenSource stopReceiving = new();
    private readonly CancellationTokenSource stopSending = new();
    private int shutdownKind = (int)PipeShutdownKind.None;
    private int disposed;
    private Exception? firstFailure;
    private long received;
    private long sent;
    private int lastReceived;

    /// <summary>Starts to move bytes.</summary>
    /// <param name="allSent">Called when the user completed the output and the stream took everything.</param>
    public StreamPump(Stream stream, PipeOptions? sendOptions, PipeOptions? receiveOptions, string name, Action? allSent = null)
    {
        sendOptions ??= PipeOptions.Default;
        receiveOptions ??= PipeOptions.Default;
        this.stream = stream;
        this.name = name;
        this.allSent = allSent;
        incoming = new Pipe(receiveOptions);
        outgoing = new Pipe(sendOptions);
        input = new GuardedPipeReader(incoming.Reader, OnInputCompleted);
        output = new GuardedPipeWriter(outgoing.Writer, () => TryShutDown(PipeShutdownKind.OutputWriterCompleted));
        receiveOptions.WriterScheduler.Schedule(static pump => _ = ((StreamPump)pump!).ReceiveAsync(), this);
        sendOptions.ReaderScheduler.Schedule(static pump => _ = ((StreamPump)pump!).SendAsync(), this);
    }

    public PipeReader Input => input;

    public PipeWriter Output => output;

    public long TotalBytesReceived => Volatile.Read(ref received);

    public long TotalBytesSent => Volatile.Read(ref sent);

    public long BytesWaitingToBeRead => Math.Max(0, TotalBytesReceived - input.TotalConsumed);

    public long BytesWaitingToBeSent => Math.Max(0, output.TotalWritten - TotalBytesSent);

    /// <summary>What the last read returned: a number of bytes, or 0 at the end of the stream or before the first read.</summary>
    public int LastReceived => Volatile.Read(ref lastReceived);

    public PipeShutdownKind ShutdownKind => (PipeShutdownKind)Volatile.Read(ref shutdownKind);

    /// <summary>The exception that ended the connection, where one did.</summary>
    public Exception? Failure => Volatile.Read(ref firstFailure);

    public bool TryShutDown(PipeShutdownKind kind) =>
        Interlocked.CompareExchange(ref shutdownKind, (int)kind, (int)PipeShutdownKind.None) == (int)PipeShutdownKind.None;

    public void Dispose()
    {
        TryShutDown(PipeShutdownKind.PipeDisposed);
        Close();
    }

    public override string ToString() => name;

    private void OnInputCompleted()
    {
        TryShutDown(PipeShutdownKind.InputReaderCompleted);
        stopReceiving.Cancel();
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        stopReceiving.Cancel();
        stopSending.Cancel();
        stream.Dispose();
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            await CopyFromStreamAsync(incoming.Writer, stopReceiving.Token).ConfigureAwait(false);
            TryShutDown(PipeShutdownKind.ReadEndOfStream);
        }
        catch (Exception e)
        {
            failure = Record(e, ShutdownKinds.OfRead(e));
        }

        await incoming.Writer.CompleteAsync(failure).ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        Exception? failure = null;
        try
        {
            await CopyToStreamAsync(outgoing.Reader, stopSending.Token).ConfigureAwait(false);
            allSent?.Invoke();
        }
        catch (Exception e)
        {
            failure = Record(e, ShutdownKinds.OfWrite(e));
        }

        await outgoing.Reader.CompleteAsync(failure).ConfigureAwait(false);

        // A connection that cannot send is lost; its reader, which waits for answers, has to hear of it.
        if (failure is not null)
            Close();
    }

    private async Task CopyFromStreamAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = await stream.ReadAsync(writer.GetMemory(), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref lastReceived, count);
            if (count == 0)
                return;
            Volatile.Write(ref received, received + count);
            writer.Advance(count);
            var flushed = await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flushed.IsCompleted)
                return;
        }
    }

    private async Task CopyToStreamAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!reader.TryRead(out var read))
            {
                // Nothing follows at once: what the stream holds back would only grow old.
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            foreach (var segment in read.Buffer)
            {
                await stream.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref sent, sent + segment.Length);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Remembers what broke the connection; whatever breaks afterwards is only a consequence.</summary>
    private Exception Record(Exception exception, PipeShutdownKind kind)
    {
        var failure = ShutdownKinds.IsReset(exception) ? new ConnectionResetException(exception.Message, exception) : exception;
        if (TryShutDown(kind))
            Volatile.Write(ref firstFailure, failure);
        return Failure ?? failure;
    }
}
