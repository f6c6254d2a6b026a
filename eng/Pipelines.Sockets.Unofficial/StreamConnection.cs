using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Reads and writes a stream (TLS, a tunnel) through pipes.</summary>
public static class StreamConnection
{
    /// <summary>Moves bytes between a stream and two pipes; disposing the result disposes the stream.</summary>
    /// <param name="stream">A stream that can be read and written.</param>
    /// <param name="sendPipeOptions">Buffers, schedulers and limits for what is to be sent.</param>
    /// <param name="receivePipeOptions">Buffers, schedulers and limits for what arrives.</param>
    /// <param name="name">A name for a debugger.</param>
    public static IDuplexPipe GetDuplex(
        Stream stream, PipeOptions? sendPipeOptions = null, PipeOptions? receivePipeOptions = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanWrite)
            throw new ArgumentException("The stream must be readable and writable.", nameof(stream));
        return new StreamPump(stream, sendPipeOptions, receivePipeOptions, name ?? nameof(StreamConnection));
    }

    /// <summary>Reads a stream (a recorded conversation) through a pipe; completing the reader leaves the stream open.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="pipeOptions">The pool and size of the buffers; the stream is read on demand, so no other limit applies.</param>
    /// <param name="name">Has no effect.</param>
    public static PipeReader GetReader(Stream stream, PipeOptions? pipeOptions = null, string? name = null)
    {
        var options = pipeOptions ?? PipeOptions.Default;
        return PipeReader.Create(
            stream, new StreamPipeReaderOptions(options.Pool, options.MinimumSegmentSize, leaveOpen: true));
    }
}
