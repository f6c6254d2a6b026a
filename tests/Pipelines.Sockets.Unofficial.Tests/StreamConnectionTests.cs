using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>Any stream through pipes: duplex for TLS and tunnels, one way for recordings.</summary>
public sealed class StreamConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DuplexStream_GoesBothWays_AndIsCountedByDirection()
    {
        using var pair = await ConnectedPair.CreateAsync();
        var duplex = StreamConnection.GetDuplex(new NetworkStream(pair.Peer), name: "theirs");

        await duplex.Output.WriteAsync("hello"u8.ToArray(), Cancellation);
        var heard = await pair.Connection.Input.ReadAtLeastAsync(5, Cancellation);
        await pair.Connection.Output.WriteAsync("hi"u8.ToArray(), Cancellation);
        var answer = await duplex.Input.ReadAtLeastAsync(2, Cancellation);

        Assert.Equal("hello", Encoding.ASCII.GetString(heard.Buffer));
        Assert.Equal("hi", Encoding.ASCII.GetString(answer.Buffer));
        var measured = Assert.IsType<IMeasuredDuplexPipe>(duplex, exactMatch: false);
        Assert.Equal((5, 2), (measured.TotalBytesSent, measured.TotalBytesReceived));
        Assert.Equal("theirs", duplex.ToString());
    }

    [Fact]
    public async Task StreamThatHoldsBytesBack_IsFlushedWhenNothingFollows()
    {
        using var stream = new HoldingStream();
        var duplex = StreamConnection.GetDuplex(stream);

        await duplex.Output.WriteAsync("small"u8.ToArray(), Cancellation);

        Assert.Equal("small", await stream.Flushed.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task StreamThatCannotBeWritten_FailsItsWriterAndItsReader()
    {
        using var stream = new BrokenStream();
        var duplex = StreamConnection.GetDuplex(stream);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
                await duplex.Output.WriteAsync(new byte[1024], Cancellation);
        });

        var failure = await Assert.ThrowsAsync<IOException>(() => duplex.Input.ReadAsync(Cancellation).AsTask());
        Assert.Equal("broken", failure.Message);
        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public void DisposedDuplex_DisposesItsStream()
    {
        using var stream = new BrokenStream();
        var duplex = Assert.IsType<IDisposable>(StreamConnection.GetDuplex(stream), exactMatch: false);

        duplex.Dispose();

        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public void StreamOfOneDirection_IsNoDuplex() =>
        Assert.Throws<ArgumentException>(() => StreamConnection.GetDuplex(new MemoryStream([1], writable: false)));

    [Fact]
    public async Task Recording_IsReadToItsEnd_AndLeftOpen()
    {
        using var recording = new MemoryStream([.. Enumerable.Repeat((byte)7, 100_000)]);
        var reader = StreamConnection.GetReader(recording, new PipeOptions(minimumSegmentSize: 1024));

        var count = 0L;
        while (await reader.ReadAsync(Cancellation) is { Buffer.IsEmpty: false } read)
        {
            count += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
        }

        await reader.CompleteAsync();
        Assert.Equal(100_000, count);
        Assert.True(recording.CanRead);
    }

    /// <summary>A stream that cannot take anything.</summary>
    private sealed class BrokenStream : SilentStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>A stream that lets go of what was written only when it is flushed.</summary>
    private sealed class HoldingStream : SilentStream
    {
        private readonly Channel<string> flushed = Channel.CreateUnbounded<string>();
        private string held = "";

        public ChannelReader<string> Flushed => flushed.Reader;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            held += Encoding.ASCII.GetString(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (held.Length > 0)
                await flushed.Writer.WriteAsync(held, cancellationToken);
            held = "";
        }
    }
}
