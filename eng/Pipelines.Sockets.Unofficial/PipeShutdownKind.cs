namespace Pipelines.Sockets.Unofficial;

/// <summary>What ended a connection first; the names appear in StackExchange.Redis' messages, and it compares some of the numbers.</summary>
public enum PipeShutdownKind
{
    /// <summary>It is open.</summary>
    None = 0,

    /// <summary>This side disposed it.</summary>
    PipeDisposed = 1,

    /// <summary>The peer closed its sending side.</summary>
    ReadEndOfStream = 100,

    /// <summary>The socket was closed under a read.</summary>
    ReadDisposed = 101,

    /// <summary>A read failed in the stream.</summary>
    ReadIOException = 102,

    /// <summary>A read failed in an unforeseen way.</summary>
    ReadException = 103,

    /// <summary>A read failed in the socket; <see cref="SocketConnection.SocketError"/> says how.</summary>
    ReadSocketError = 104,

    /// <summary>The socket was closed under a write.</summary>
    WriteDisposed = 201,

    /// <summary>A write failed in the stream.</summary>
    WriteIOException = 203,

    /// <summary>A write failed in an unforeseen way.</summary>
    WriteException = 204,

    /// <summary>A write failed in the socket; <see cref="SocketConnection.SocketError"/> says how.</summary>
    WriteSocketError = 205,

    /// <summary>This side reads no more.</summary>
    InputReaderCompleted = 300,

    /// <summary>This side writes no more.</summary>
    OutputWriterCompleted = 303,

    /// <summary>The client said goodbye in its protocol (QUIT).</summary>
    ProtocolExitClient = 400,

    /// <summary>The server said goodbye in its protocol.</summary>
    ProtocolExitServer = 401,
}
