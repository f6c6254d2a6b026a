using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using RedisCto.Testing;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>A socket through pipes: every byte in order, at the pace of the slower side.</summary>
public sealed class SocketConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_GoBothWays_AndAreCounted()
    {
        using var pair = await ConnectedPair.CreateAsync();

        await pair.Connection.Output.WriteAsync("PING"u8.ToArray(), Cancellation);
        var request = new byte[4];
        await new NetworkStream(pair.Peer).ReadExactlyAsync(request, Cancellation);
        await pair.Peer.SendAsync("+PONG"u8.ToArray(), Cancellation);
        var reply = await pair.Connection.Input.ReadAtLeastAsync(5, Cancellation);

        Assert.Equal("PING", Encoding.ASCII.GetString(request));
        Assert.Equal("+PONG", Encoding.ASCII.GetString(reply.Buffer));
        Assert.Equal((4, 5), (pair.Connection.BytesSent, pair.Connection.BytesRead));
        Assert.Equal(5, pair.Connection.LastReceived);
        Assert.Equal(5, pair.Connection.GetCounters().BytesWaitingToBeRead);
        pair.Connection.Input.AdvanceTo(reply.Buffer.GetPosition(2), reply.Buffer.End);
        Assert.Equal(3, pair.Connection.GetCounters().BytesWaitingToBeRead);
        Assert.Equal(PipeShutdownKind.None, pair.Connection.ShutdownKind);
        Assert.Equal("ours", pair.Connection.ToString());
    }

    [Fact]
    public async Task LargeStream_ArrivesInOrder()
    {
        using var pair = await ConnectedPair.CreateAsync();
        var sent = new byte[5_000_000];
        Random.Shared.NextBytes(sent);
        var received = new byte[sent.Length];

        var reading = new NetworkStream(pair.Peer).ReadExactlyAsync(received, Cancellation).AsTask();
        await pair.Connection.Output.WriteAsync(sent, Cancellation);
        await pair.Connection.Output.CompleteAsync();
        await reading;

        Assert.True(sent.AsSpan().SequenceEqual(received));
        Assert.Equal(sent.Length, pair.Connection.BytesSent);
    }

    [Fact]
    public async Task SlowReader_HoldsThePeerBack()
    {
        const int Limit = 64 * 1024;
        using var pair = await ConnectedPair.CreateAsync(receive: new PipeOptions(pauseWriterThreshold: Limit, resumeWriterThreshold: Limit / 2));
        pair.Peer.SendBufferSize = Limit;
        var sending = Task.Run(
            async () =>
            {
                await new NetworkStream(pair.Peer).WriteAsync(new byte[32 * 1024 * 1024], Cancellation);
                pair.Peer.Shutdown(SocketShutdown.Send);
            },
            Cancellation);

        await Eventually.TrueAsync("the pipe is full", () => Task.FromResult(pair.Connection.BytesRead >= Limit), Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(200), Cancellation);
        Assert.InRange(pair.Connection.BytesRead, Limit, 2 * Limit);
        Assert.False(sending.IsCompleted);

        Assert.Equal(32 * 1024 * 1024, await pair.DrainAsync(Cancellation));
        await sending;
    }

    [Fact]
    public async Task PeerThatDoesNotRead_HoldsTheWriterBack_UntilItGivesUp()
    {
        const int Limit = 64 * 1024;
        using var pair = await ConnectedPair.CreateAsync(send: new PipeOptions(pauseWriterThreshold: Limit, resumeWriterThreshold: Limit / 2));
        var output = pair.Connection.Output;
        using var giveUp = new CancellationTokenSource();
        output.Write(new byte[32 * 1024 * 1024]);

        var byToken = output.FlushAsync(giveUp.Token).AsTask();
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        Assert.False(byToken.IsCompleted);
        Assert.InRange(pair.Connection.GetCounters().BytesWaitingToBeSent, Limit, 32 * 1024 * 1024);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => byToken);

        var byCall = output.FlushAsync(Cancellation).AsTask();
        output.CancelPendingFlush();
        Assert.True((await byCall).IsCanceled);
    }

    [Fact]
    public async Task CompletedOutput_EndsTheSendingSideOnly()
    {
        using var pair = await ConnectedPair.CreateAsync();

        await pair.Connection.Output.WriteAsync("QUIT"u8.ToArray(), Cancellation);
        await pair.Connection.Output.CompleteAsync();

        using var received = new MemoryStream();
        await new NetworkStream(pair.Peer).CopyToAsync(received, Cancellation);
        Assert.Equal("QUIT", Encoding.ASCII.GetString(received.ToArray()));
        Assert.Equal(PipeShutdownKind.OutputWriterCompleted, pair.Connection.ShutdownKind);

        await pair.Peer.SendAsync("+OK"u8.ToArray(), Cancellation);
        Assert.Equal("+OK", Encoding.ASCII.GetString((await pair.Connection.Input.ReadAtLeastAsync(3, Cancellation)).Buffer));
    }
}
