using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>An awaited connect: it succeeds, it fails, or it is given up before the socket answers.</summary>
public sealed class SocketAwaitableEventArgsTests
{
    [Fact]
    public async Task OpenPort_Connects()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var connect = new SocketAwaitableEventArgs { RemoteEndPoint = listener.LocalEndpoint };

        if (!socket.ConnectAsync(connect))
            connect.Complete();
        await connect;

        Assert.True(connect.IsCompleted);
        Assert.True(socket.Connected);
    }

    [Fact]
    public async Task ClosedPort_FailsWithTheSocketsError()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = listener.LocalEndpoint;
        listener.Stop();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var connect = new SocketAwaitableEventArgs { RemoteEndPoint = closed };

        if (!socket.ConnectAsync(connect))
            connect.Complete();

        Assert.Equal(SocketError.ConnectionRefused, (await FailureAsync(connect)).SocketErrorCode);
    }

    [Fact]
    public async Task AbortedWait_FailsWithTheGivenError_AndIgnoresWhatComesLater()
    {
        using var operation = new SocketAwaitableEventArgs();
        var wait = FailureAsync(operation);
        Assert.False(wait.IsCompleted);

        operation.Abort(SocketError.TimedOut);
        operation.Complete();
        operation.Abort(SocketError.ConnectionReset);

        Assert.Equal(SocketError.TimedOut, (await wait).SocketErrorCode);
    }

    [Fact]
    public async Task AbortAfterCompletion_ChangesNothing()
    {
        using var operation = new SocketAwaitableEventArgs();

        operation.Complete();
        operation.Abort();

        Assert.Equal(0, await operation);
    }

    [Fact]
    public void AbortWithSuccess_IsRefused()
    {
        using var operation = new SocketAwaitableEventArgs();

        Assert.Throws<ArgumentException>(() => operation.Abort(SocketError.Success));
        Assert.False(operation.IsCompleted);
    }

    private static async Task<SocketException> FailureAsync(SocketAwaitableEventArgs operation) =>
        await Assert.ThrowsAsync<SocketException>(async () => await operation);
}
