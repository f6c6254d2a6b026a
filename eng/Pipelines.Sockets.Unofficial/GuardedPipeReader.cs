using System.Buffers;
using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>The reading end of a connection: counts what was consumed and tells when nobody will read any more.</summary>
internal sealed class GuardedPipeReader(PipeReader inner, Action completed) : PipeReader
{
    private readonly CompletionGuard guard = new(inner.Complete);
    private ReadOnlySequence<byte> buffer;
    private long totalConsumed;

    public long TotalConsumed => Volatile.Read(ref totalConsumed);

    public override bool TryRead(out ReadResult result)
    {
        guard.Enter();
        var any = false;
        try
        {
            any = inner.TryRead(out result);
            buffer = result.Buffer;
            return any;
        }
        finally
        {
            if (!any)
                guard.Leave();
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        guard.Enter();
        var pending = inner.ReadAsync(cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Remember(pending.Result)) : RememberAsync(pending);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Counted first: afterwards the pipe may reuse the memory that the positions point into.
        var count = buffer.Slice(buffer.Start, consumed).Length;
        buffer = default;
        inner.AdvanceTo(consumed, examined);
        Volatile.Write(ref totalConsumed, totalConsumed + count);
        guard.Leave();
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        guard.Complete(exception);
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
            guard.Leave();
            throw;
        }
    }

    private ReadResult Remember(ReadResult result)
    {
        buffer = result.Buffer;
        return result;
    }
}
