using System.Text;
using RedisCto.Inspection.Protocol;

namespace RedisCto.Inspection.Tests.Protocol;

public sealed class RespReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task Replies_AreReadInPiecesOfAnySize(int pieces)
    {
        var large = new string('x', 40_000);
        var reader = Reader($"+OK\r\n-NOPERM no\r\n:-42\r\n$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n*2\r\n$3\r\na\r\n\r\n*1\r\n:7\r\n${large.Length}\r\n{large}\r\n", pieces);

        Assert.Equal("OK", (await reader.ReadAsync(Cancellation)).Text);
        Assert.Equal("NOPERM", Assert.IsType<RespError>(await reader.ReadAsync(Cancellation)).Code);
        Assert.Equal(-42, Assert.IsType<RespInteger>(await reader.ReadAsync(Cancellation)).Value);
        Assert.IsType<RespNull>(await reader.ReadAsync(Cancellation));
        Assert.IsType<RespNull>(await reader.ReadAsync(Cancellation));
        Assert.Empty(Assert.IsType<RespArray>(await reader.ReadAsync(Cancellation)).Values);
        Assert.Equal("", (await reader.ReadAsync(Cancellation)).Text);
        var pair = await reader.ReadAsync(Cancellation);
        Assert.Equal("a\r\n", pair.Items[0].Text);
        Assert.Equal(7, Assert.IsType<RespInteger>(Assert.Single(pair.Items[1].Items)).Value);
        Assert.Equal(large, (await reader.ReadAsync(Cancellation)).Text);
        await Assert.ThrowsAsync<EndOfStreamException>(() => reader.ReadAsync(Cancellation).AsTask());
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", true, false)]
    [InlineData("\u0015\u0003\u0003\u0000\u0002\u0002\u0028", false, true)]
    [InlineData("SSH-2.0\r\n", false, false)]
    [InlineData("$999999999999\r\n", false, false)]
    [InlineData("*9999999\r\n", false, false)]
    [InlineData(":seven\r\n", false, false)]
    public async Task WhatIsNoReply_IsToldFromWhatItLooksLike(string bytes, bool http, bool tls)
    {
        var failure = await Assert.ThrowsAsync<RespProtocolException>(() => Reader(bytes, 1000).ReadAsync(Cancellation).AsTask());

        Assert.Equal((http, tls), (failure.LooksLikeHttp, failure.LooksLikeTls));
    }

    [Fact]
    public async Task EndlessNestingOrALineWithoutEnd_IsCutOff()
    {
        var nested = string.Concat(Enumerable.Repeat("*1\r\n", 1000));

        await Assert.ThrowsAsync<RespProtocolException>(() => Reader(nested, 1000).ReadAsync(Cancellation).AsTask());
        await Assert.ThrowsAsync<RespProtocolException>(() => Reader("+" + new string('x', 200_000), 1000).ReadAsync(Cancellation).AsTask());
    }

    [Theory]
    [InlineData("NOPERM User x has no permissions", "NOPERM")]
    [InlineData("ERR unknown command 'AUTH', with args beginning with: 'canary'", "ERR")]
    [InlineData("canary is wrong", "ERR")]
    [InlineData("", "ERR")]
    public void AnErrorCode_IsAWordOfTheProtocolOrErr(string message, string code) => Assert.Equal(code, new RespError(message).Code);

    private static RespReader Reader(string bytes, int pieces) => new(new PieceStream(Encoding.Latin1.GetBytes(bytes), pieces));

    /// <summary>Hands out at most so many bytes a read, as a network may.</summary>
    private sealed class PieceStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }
}
