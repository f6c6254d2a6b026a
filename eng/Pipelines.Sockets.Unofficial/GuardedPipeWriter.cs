using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>The writing end of a connection: counts what was written and tells when nothing more will be.</summary>
/// <remarks>A writer that is completed between <see cref="GetSpan"/> and <see cref="Advance"/> ends with that <see cref="Advance"/>.</remarks>
internal sealed class GuardedPipeWriter(PipeWriter inner, Action completed) : PipeWriter
{
    private readonly CompletionGuard guard = new(inner.Complete);
    private long written;

    public long TotalWritten => Volatile.Read(ref written);

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        guard.Enter();
        return inner.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        guard.Enter();
        return inner.GetSpan(sizeHint);
    }

    public override void Advance(int bytes)
    {
        inner.Advance(bytes);
        Volatile.Write(ref written, written + bytes);
        guard.Leave();
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        guard.Leave();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        completed();
        guard.Complete(exception);
    }
}
