using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Moves bytes between a stream and two pipes, at the pace of the slower side, until either end stops.</summary>
/// <remarks>Owns the stream. A pipe's buffers go back to their pool when both the pump and the pipe's user are done with it.</remarks>
internal sealed class StreamPump : IMeasuredDuplexPipe, IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private readonly GuardedPipeReader _input;
    private readonly GuardedPipeWriter _output;
    private readonly Action? _allSent;
    private readonly CancellationTokenSource _stopReceiving = new();
    private readonly CancellationTokenSource _stopSending = new();
    private int _shutdownKind = (int)PipeShutdownKind.None;
    private int _disposed;
    private Exception? _failure;
    private long _received;
    private long _sent;
    private int _lastReceived;

    /// <summary>Starts to move bytes.</summary>
    /// <param name="allSent">Called when the user completed the output and the stream took everything.</param>
    public StreamPump(Stream stream, PipeOptions? sendOptions, PipeOptions? receiveOptions, string name, Action? allSent = null)
    {
        sendOptions ??= PipeOptions.Default;
        receiveOptions ??= PipeOptions.Default;
        _stream = stream;
        _name = name;
        _allSent = allSent;
        _incoming = new Pipe(receiveOptions);
        _outgoing = new Pipe(sendOptions);
        _input = new GuardedPipeReader(_incoming.Reader, OnInputCompleted);
        _output = new GuardedPipeWriter(_outgoing.Writer, () => TryShutDown(PipeShutdownKind.OutputWriterCompleted));
        receiveOptions.WriterScheduler.Schedule(static pump => _ = ((StreamPump)pump!).ReceiveAsync(), this);
        sendOptions.ReaderScheduler.Schedule(static pump => _ = ((StreamPump)pump!).SendAsync(), this);
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    public long TotalBytesReceived => Volatile.Read(ref _received);

    public long TotalBytesSent => Volatile.Read(ref _sent);

    public long BytesWaitingToBeRead => Math.Max(0, TotalBytesReceived - _input.TotalConsumed);

    public long BytesWaitingToBeSent => Math.Max(0, _output.TotalWritten - TotalBytesSent);

    /// <summary>What the last read returned: a number of bytes, or 0 at the end of the stream or before the first read.</summary>
    public int LastReceived => Volatile.Read(ref _lastReceived);

    public PipeShutdownKind ShutdownKind => (PipeShutdownKind)Volatile.Read(ref _shutdownKind);

    /// <summary>The exception that ended the connection, where one did.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public bool TryShutDown(PipeShutdownKind kind) =>
        Interlocked.CompareExchange(ref _shutdownKind, (int)kind, (int)PipeShutdownKind.None) == (int)PipeShutdownKind.None;

    public void Dispose()
    {
        TryShutDown(PipeShutdownKind.PipeDisposed);
        Close();
    }

    public override string ToString() => _name;

    private void OnInputCompleted()
    {
        TryShutDown(PipeShutdownKind.InputReaderCompleted);
        _stopReceiving.Cancel();
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _stopReceiving.Cancel();
        _stopSending.Cancel();
        _stream.Dispose();
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            await CopyFromStreamAsync(_incoming.Writer, _stopReceiving.Token).ConfigureAwait(false);
            TryShutDown(PipeShutdownKind.ReadEndOfStream);
        }
        catch (Exception e)
        {
            failure = Record(e, ShutdownKinds.OfRead(e));
        }

        await _incoming.Writer.CompleteAsync(failure).ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        Exception? failure = null;
        try
        {
            await CopyToStreamAsync(_outgoing.Reader, _stopSending.Token).ConfigureAwait(false);
            _allSent?.Invoke();
        }
        catch (Exception e)
        {
            failure = Record(e, ShutdownKinds.OfWrite(e));
        }

        await _outgoing.Reader.CompleteAsync(failure).ConfigureAwait(false);

        // A connection that cannot send is lost; its reader, which waits for answers, has to hear of it.
        if (failure is not null)
            Close();
    }

    private async Task CopyFromStreamAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var count = await _stream.ReadAsync(writer.GetMemory(), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, count);
            if (count == 0)
                return;
            Volatile.Write(ref _received, _received + count);
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
                await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            foreach (var segment in read.Buffer)
            {
                await _stream.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _sent, _sent + segment.Length);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Remembers what broke the connection; whatever breaks afterwards is only a consequence.</summary>
    private Exception Record(Exception exception, PipeShutdownKind kind)
    {
        var failure = ShutdownKinds.IsReset(exception) ? new ConnectionResetException(exception.Message, exception) : exception;
        if (TryShutDown(kind))
            Volatile.Write(ref _failure, failure);
        return Failure ?? failure;
    }
}
