using System.IO.Pipelines;
using System.Net.Sockets;
using RedisCto.Testing;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>How a connection ends: its cause is told, nobody waits for ever, and its memory goes back once nobody uses it.</summary>
public sealed class SocketConnectionEndTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PeerThatCloses_IsTheEndOfTheStream()
    {
        using var pair = await ConnectedPair.CreateAsync();

        await pair.Peer.SendAsync("bye"u8.ToArray(), Cancellation);
        pair.Peer.Close();

        Assert.Equal(3, await pair.DrainAsync(Cancellation));
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, pair.Connection.ShutdownKind);
        Assert.Equal(SocketError.Success, pair.Connection.SocketError);
        Assert.Equal(0, pair.Connection.LastReceived);
    }

    [Fact]
    public async Task PeerThatResets_IsAConnectionReset()
    {
        using var pair = await ConnectedPair.CreateAsync();

        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Close();

        await Assert.ThrowsAsync<ConnectionResetException>(() => pair.DrainAsync(Cancellation));
        Assert.Equal(PipeShutdownKind.ReadSocketError, pair.Connection.ShutdownKind);
        Assert.Equal(SocketError.ConnectionReset, pair.Connection.SocketError);
    }

    [Fact]
    public async Task WriterToABrokenConnection_FailsInsteadOfFillingMemory()
    {
        using var pair = await ConnectedPair.CreateAsync();
        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Close();

        await Assert.ThrowsAsync<ConnectionResetException>(async () =>
        {
            while (true)
                await pair.Connection.Output.WriteAsync(new byte[64 * 1024], Cancellation);
        });

        // Which side of the socket hears of the reset and which of a plain end is the system's choice; the reader must hear something.
        var end = await Record.ExceptionAsync(() => pair.DrainAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        Assert.True(end is null or ConnectionResetException, $"{end}");
    }

    [Fact]
    public async Task DisposedConnection_WakesItsReader_ItsWriter_AndItsPeer()
    {
        using var pair = await ConnectedPair.CreateAsync(send: new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        var reading = pair.Connection.Input.ReadAsync(Cancellation).AsTask();
        var writing = pair.Connection.Output.WriteAsync(new byte[32 * 1024 * 1024], Cancellation).AsTask();

        pair.Connection.Dispose();
        pair.Connection.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.IsNotType<OperationCanceledException>(
            await Record.ExceptionAsync(() => new NetworkStream(pair.Peer).CopyToAsync(Stream.Null, end.Token)), exactMatch: false);
        Assert.Equal(PipeShutdownKind.PipeDisposed, pair.Connection.ShutdownKind);
        Assert.Equal(0, pair.Connection.GetCounters().BytesAvailableOnSocket);
    }

    [Fact]
    public async Task FirstCause_IsKept()
    {
        using var pair = await ConnectedPair.CreateAsync();

        Assert.False(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.PipeDisposed));
        Assert.True(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitClient));
        Assert.False(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitServer));
        pair.Connection.Dispose();

        Assert.Equal(PipeShutdownKind.ProtocolExitClient, pair.Connection.ShutdownKind);
    }

    [Fact]
    public async Task EndedConnection_ReturnsAllMemory()
    {
        var pool = new CountingPool();
        var options = new PipeOptions(pool);
        using var pair = await ConnectedPair.CreateAsync(options, options);
        await pair.Connection.Output.WriteAsync(new byte[100_000], Cancellation);
        await pair.Peer.SendAsync(new byte[100_000], Cancellation);
        var read = await pair.Connection.Input.ReadAtLeastAsync(50_000, Cancellation);
        pair.Connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.NotEqual(0, pool.Outstanding);

        await pair.Connection.Input.CompleteAsync();
        await pair.Connection.Output.CompleteAsync();
        pair.Connection.Dispose();

        await Eventually.TrueAsync("all memory is back", () => Task.FromResult(pool.Outstanding == 0), Cancellation);
    }

    [Fact]
    public async Task MemoryInTheReadersHands_IsNotReturnedUnderThem()
    {
        var pool = new CountingPool();
        using var pair = await ConnectedPair.CreateAsync(receive: new PipeOptions(pool));
        await pair.Peer.SendAsync(new byte[1_000], Cancellation);
        var read = await pair.Connection.Input.ReadAtLeastAsync(1_000, Cancellation);

        await pair.Connection.Input.CompleteAsync();
        pair.Connection.Dispose();
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        Assert.Equal(1, pool.Outstanding);

        pair.Connection.Input.AdvanceTo(read.Buffer.End);
        await Eventually.TrueAsync("all memory is back", () => Task.FromResult(pool.Outstanding == 0), Cancellation);
        Assert.Throws<InvalidOperationException>(() => pair.Connection.Input.TryRead(out _));
    }

    [Fact]
    public async Task MemoryInTheWritersHands_IsNotReturnedUnderThem()
    {
        var pool = new CountingPool();
        using var pair = await ConnectedPair.CreateAsync(send: new PipeOptions(pool));
        pair.Connection.Output.GetSpan(10)[..10].Clear();

        await pair.Connection.Output.CompleteAsync();
        pair.Connection.Dispose();
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        Assert.Equal(1, pool.Outstanding);

        pair.Connection.Output.Advance(10);
        await Eventually.TrueAsync("all memory is back", () => Task.FromResult(pool.Outstanding == 0), Cancellation);
        Assert.Throws<InvalidOperationException>(() => pair.Connection.Output.GetMemory(1));
    }
}
