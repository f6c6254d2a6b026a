using System.IO.Hashing;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A TCP or Unix-domain connection, read and written through pipes.</summary>
public sealed class SocketConnection : IMeasuredDuplexPipe, IDisposable
{
    private readonly Socket socket;
    private readonly StreamPump pump;

    private SocketConnection(Socket socket, PipeOptions? sendOptions, PipeOptions? receiveOptions, string name)
    {
        this.socket = socket;
        pump = new StreamPump(
            new NetworkStream(socket, ownsSocket: true), sendOptions, receiveOptions, name, () => socket.Shutdown(SocketShutdown.Send));
    }

    /// <summary>What arrives.</summary>
    public PipeReader Input => pump.Input;

    /// <summary>What is to be sent. Completing it ends the sending side once everything is sent.</summary>
    public PipeWriter Output => pump.Output;

    /// <summary>What ended the connection first.</summary>
    public PipeShutdownKind ShutdownKind => pump.ShutdownKind;

    /// <summary>The socket's error, when that is what ended the connection.</summary>
    public SocketError SocketError => ShutdownKinds.SocketErrorOf(pump.Failure);

    /// <summary>Bytes received so far.</summary>
    public long BytesRead => pump.TotalBytesReceived;

    /// <summary>Bytes sent so far.</summary>
    public long BytesSent => pump.TotalBytesSent;

    /// <summary>What the last read returned: a number of bytes, or 0 at the end of the stream or before the first read.</summary>
    public int LastReceived => pump.LastReceived;

    long IMeasuredDuplexPipe.TotalBytesSent => BytesSent;

    long IMeasuredDuplexPipe.TotalBytesReceived => BytesRead;

    /// <summary>Makes a connection of a connected socket, and owns it from then on.</summary>
    /// <param name="socket">The connected socket.</param>
    /// <param name="sendPipeOptions">Buffers, schedulers and limits for what is to be sent.</param>
    /// <param name="receivePipeOptions">Buffers, schedulers and limits for what arrives.</param>
    /// <param name="socketConnectionOptions">Must be <see cref="SocketConnectionOptions.None"/>.</param>
    /// <param name="name">A name for a debugger.</param>
    public static SocketConnection Create(
        Socket socket,
        PipeOptions? sendPipeOptions,
        PipeOptions? receivePipeOptions,
        SocketConnectionOptions socketConnectionOptions = SocketConnectionOptions.None,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfNotEqual(socketConnectionOptions, SocketConnectionOptions.None);
        return new SocketConnection(socket, sendPipeOptions, receivePipeOptions, name ?? nameof(SocketConnection));
    }

    /// <summary>Sends small commands at once instead of waiting for more (TCP_NODELAY).</summary>
    public static void SetRecommendedClientOptions(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (socket.ProtocolType is ProtocolType.Tcp)
            socket.NoDelay = true;
    }

    /// <summary>Loads what StackExchange.Redis needs beside this assembly, so that an incomplete installation fails before it connects.</summary>
    /// <exception cref="FileNotFoundException">System.IO.Hashing.dll is missing.</exception>
    public static void AssertDependencies() => GC.KeepAlive(typeof(XxHash3));

    /// <summary>Notes that the protocol, not a fault, ends the connection; false when it had ended already or the kind says otherwise.</summary>
    public bool TrySetProtocolShutdown(PipeShutdownKind kind) =>
        kind is PipeShutdownKind.ProtocolExitClient or PipeShutdownKind.ProtocolExitServer && pump.TryShutDown(kind);

    /// <summary>How many bytes wait where.</summary>
    public Counters GetCounters() => new(AvailableOnSocket(), pump.BytesWaitingToBeSent, pump.BytesWaitingToBeRead);

    /// <summary>Closes the socket at once; what was not sent is dropped.</summary>
    public void Dispose() => pump.Dispose();

    /// <inheritdoc/>
    public override string ToString() => pump.ToString();

    private long AvailableOnSocket()
    {
        try
        {
            return socket.Available;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The counters go into messages about connections that just broke.
            return 0;
        }
    }

    /// <summary>How many bytes wait where at one moment.</summary>
    public readonly struct Counters
    {
        internal Counters(long bytesAvailableOnSocket, long bytesWaitingToBeSent, long bytesWaitingToBeRead)
        {
            BytesAvailableOnSocket = bytesAvailableOnSocket;
            BytesWaitingToBeSent = bytesWaitingToBeSent;
            BytesWaitingToBeRead = bytesWaitingToBeRead;
        }

        /// <summary>Arrived, and still in the operating system's buffer.</summary>
        public long BytesAvailableOnSocket { get; }

        /// <summary>Written, and not sent yet.</summary>
        public long BytesWaitingToBeSent { get; }

        /// <summary>Received, and not consumed yet.</summary>
        public long BytesWaitingToBeRead { get; }
    }
}
