using System.Net.Sockets;
using System.Text;
using RedisCto.Testing;

namespace RedisCto.Knowledge.Tests.Proofs;

/// <summary>notes/pipelining: many commands sent together need a fraction of the time of as many round trips.</summary>
public sealed class PipelineProof
{
    private const int Commands = 2000;
    private static readonly byte[] Ping = Encoding.ASCII.GetBytes("*1\r\n$4\r\nPING\r\n");
    private static readonly int PongLength = "+PONG\r\n".Length;

    [ServerTheory("any")]
    public async Task CommandsSentTogether_AreManyTimesFasterThanOneByOne(string server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServers.StartAsync(server, cancellation: cancellation);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(redis.Host, redis.Port, cancellation);
        var stream = client.GetStream();

        var oneByOne = await Clock.FastestAsync(3, () => RoundTripsAsync(stream, Commands, 1, cancellation));
        var together = await Clock.FastestAsync(3, () => RoundTripsAsync(stream, Commands / 100, 100, cancellation));

        Assert.True(oneByOne > together * 3, $"{Commands} commands: {oneByOne.TotalMilliseconds:0} ms one by one, {together.TotalMilliseconds:0} ms in batches of 100");
    }

    private static async Task RoundTripsAsync(NetworkStream stream, int rounds, int commands, CancellationToken cancellation)
    {
        var request = Enumerable.Repeat(Ping, commands).SelectMany(bytes => bytes).ToArray();
        var reply = new byte[PongLength * commands];
        for (var round = 0; round < rounds; round++)
        {
            await stream.WriteAsync(request, cancellation);
            await stream.ReadExactlyAsync(reply, cancellation);
        }

        Assert.StartsWith("+PONG", Encoding.ASCII.GetString(reply), StringComparison.Ordinal);
    }
}
