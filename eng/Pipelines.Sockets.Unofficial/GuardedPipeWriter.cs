using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>The writing end of a connection: counts what was written and tells when nothing more will be.</summary>
/// <remarks>A writer that is completed between <see cref="GetSpan"/> and <see cref="Advance"/> ends with that <see cref="Advance"/>.</remarks>
internal sealed class GuardedPipeWriter(PipeWriter inner, Action completed) : PipeWriter
{
    private readonly CompletionGuard _guard = new(inner.Complete);
    private long _written;

    public long TotalWritten => Volatile.Read(ref _written);

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _guard.Enter();
        return inner.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        _guard.Enter();
        return inner.GetSpan(sizeHint);
    }

    public override void Advance(int bytes)
    {
        inner.Advance(bytes);
        Volatile.Write(ref _written, _written + bytes);
        _guard.Leave();
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _guard.Leave();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        completed();
        _guard.Complete(exception);
    }
}
