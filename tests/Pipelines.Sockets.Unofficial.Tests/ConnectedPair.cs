using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>Two ends of a loopback connection: ours through the transport, the peer's as a bare socket.</summary>
internal sealed class ConnectedPair : IDisposable
{
    private ConnectedPair(SocketConnection connection, Socket peer)
    {
        Connection = connection;
        Peer = peer;
    }

    public SocketConnection Connection { get; }

    public Socket Peer { get; }

    public static async Task<ConnectedPair> CreateAsync(PipeOptions? send = null, PipeOptions? receive = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        var peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        SocketConnection.SetRecommendedClientOptions(socket);
        return new ConnectedPair(SocketConnection.Create(socket, send, receive, name: "ours"), peer);
    }

    /// <summary>Reads until the peer ended its side; gives the number of bytes.</summary>
    public async Task<long> DrainAsync(CancellationToken cancellation)
    {
        var total = 0L;
        while (true)
        {
            var read = await Connection.Input.ReadAsync(cancellation);
            total += read.Buffer.Length;
            Connection.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return total;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        Peer.Dispose();
    }
}
