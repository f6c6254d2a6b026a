namespace RedisCto.Mcp;

/// <summary>
/// Standard input that tells when it ends, and holds the end back until <paramref name="onEnd"/> is done.
/// The SDK neither ends an open subscriptions/listen nor cancels a running call when stdin closes, so a client
/// that goes away would leave this process behind for ever.
/// </summary>
internal sealed class EndSignallingStream(Stream inner, Func<Task> onEnd) : Stream
{
    private int ended;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReadInnerAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0 && Interlocked.Exchange(ref ended, 1) == 0)
            await onEnd();
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The transport reads asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>A pipe whose other side died is an end like any other.</summary>
    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
