using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Tells from an exception what ended a connection.</summary>
internal static class ShutdownKinds
{
    public static PipeShutdownKind OfRead(Exception exception) => exception switch
    {
        _ when SocketErrorOf(exception) is not SocketError.Success => PipeShutdownKind.ReadSocketError,
        OperationCanceledException or ObjectDisposedException => PipeShutdownKind.ReadDisposed,
        IOException => PipeShutdownKind.ReadIOException,
        _ => PipeShutdownKind.ReadException,
    };

    public static PipeShutdownKind OfWrite(Exception exception) => exception switch
    {
        _ when SocketErrorOf(exception) is not SocketError.Success => PipeShutdownKind.WriteSocketError,
        OperationCanceledException or ObjectDisposedException => PipeShutdownKind.WriteDisposed,
        IOException => PipeShutdownKind.WriteIOException,
        _ => PipeShutdownKind.WriteException,
    };

    /// <summary>A write to a connection that the peer closed gives EPIPE (Shutdown) on Unix, ConnectionReset or -Aborted on Windows.</summary>
    public static bool IsReset(Exception exception) =>
        SocketErrorOf(exception) is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

    /// <summary>A network stream wraps the socket's exception, and TLS wraps the network stream's.</summary>
    public static SocketError SocketErrorOf(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return socket.SocketErrorCode;
        }

        return SocketError.Success;
    }
}
