using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RedisCto.Testing.Faults;

namespace RedisCto.Testing;

/// <summary>A TCP proxy in front of a server that misbehaves on demand, so that a test can break the network and not the server.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly string serverHost;
    private readonly int serverPort;
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> open = [];
    private readonly Lock gate = new();
    private Socket listener;
    private Task accepting;
    private FaultMode mode = FaultMode.Pass;
    private TaskCompletionSource modeChanged = NewSignal();
    private long accepted;
    private long bytesToServer;
    private long bytesToClient;

    private FaultProxy(string serverHost, int serverPort)
    {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        listener = Bind(0);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        accepting = Listen();
    }

    public string Host { get; } = "127.0.0.1";

    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Connections accepted since the start.</summary>
    public long Connections => Interlocked.Read(ref accepted);

    public int OpenConnections => open.Count;

    /// <summary>Bytes of requests handed on to the server.</summary>
    public long BytesToServer => Interlocked.Read(ref bytesToServer);

    /// <summary>Bytes of replies handed on to the client; swallowed ones are not counted.</summary>
    public long BytesToClient => Interlocked.Read(ref bytesToClient);

    /// <summary>What happens to the traffic; a change takes effect at once on open connections too.</summary>
    public FaultMode Mode
    {
        get => Volatile.Read(ref mode);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(ending.IsCancellationRequested, this);
                var refusedBefore = mode is FaultMode.RefuseMode;
                Volatile.Write(ref mode, value);
                if (value is FaultMode.RefuseMode && !refusedBefore)
                    StopListening();
                else if (value is not FaultMode.RefuseMode && refusedBefore)
                    accepting = Listen();
                Interlocked.Exchange(ref modeChanged, NewSignal()).SetResult();
            }
        }
    }

    public static FaultProxy Start(string serverHost, int serverPort) => new(serverHost, serverPort);

    public static FaultProxy Start(RedisServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new FaultProxy(server.Host, server.Port);
    }

    /// <summary>Resets every open connection once; the mode stays.</summary>
    public void ResetConnections()
    {
        foreach (var connection in open.Keys)
            connection.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (ending.IsCancellationRequested)
                return;
            ending.Cancel();
            listener.Dispose();
        }

        ResetConnections();
        await accepting;
        await Task.WhenAll(open.Values);
        ending.Dispose();
    }

    internal Task ModeChanged => Volatile.Read(ref modeChanged).Task;

    internal Task<Socket> ConnectToServerAsync(CancellationToken cancellation) => ConnectAsync(serverHost, serverPort, cancellation);

    internal void CountToServer(int bytes) => Interlocked.Add(ref bytesToServer, bytes);

    internal void CountToClient(int bytes) => Interlocked.Add(ref bytesToClient, bytes);

    private static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private Task Listen()
    {
        listener.Listen();
        return AcceptAsync(listener);
    }

    // A socket that is bound but does not listen refuses, and keeps the port for us meanwhile.
    private void StopListening()
    {
        listener.Dispose();
        ResetConnections();
        listener = Bind(Port);
    }

    private async Task AcceptAsync(Socket from)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await from.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // The listener was closed: the mode is Refuse, or the proxy ends.
            }

            Interlocked.Increment(ref accepted);
            var connection = new ProxiedConnection(this, client);
            var running = connection.RunAsync(ending.Token);
            open[connection] = running;
            _ = running.ContinueWith(_ => open.TryRemove(connection, out Task? _), TaskScheduler.Default);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
