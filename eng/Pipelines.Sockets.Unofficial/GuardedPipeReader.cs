using System.Buffers;
using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>The reading end of a connection: counts what was consumed and tells when nobody will read any more.</summary>
internal sealed class GuardedPipeReader(PipeReader inner, Action completed) : PipeReader
{
    private readonly CompletionGuard _guard = new(inner.Complete);
    private ReadOnlySequence<byte> _buffer;
    private long _consumed;

    public long TotalConsumed => Volatile.Read(ref _consumed);

    public override bool TryRead(out ReadResult result)
    {
        _guard.Enter();
        var any = false;
        try
        {
            any = inner.TryRead(out result);
            _buffer = result.Buffer;
            return any;
        }
        finally
        {
            if (!any)
                _guard.Leave();
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        _guard.Enter();
        var pending = inner.ReadAsync(cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Remember(pending.Result)) : RememberAsync(pending);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Counted first: afterwards the pipe may reuse the memory that the positions point into.
        var count = _buffer.Slice(_buffer.Start, consumed).Length;
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
        Volatile.Write(ref _consumed, _consumed + count);
        _guard.Leave();
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        _guard.Complete(exception);
        completed();
    }

    private async ValueTask<ReadResult> RememberAsync(ValueTask<ReadResult> pending)
    {
        try
        {
            return Remember(await pending.ConfigureAwait(false));
        }
        catch
        {
            _guard.Leave();
            throw;
        }
    }

    private ReadResult Remember(ReadResult result)
    {
        _buffer = result.Buffer;
        return result;
    }
}
