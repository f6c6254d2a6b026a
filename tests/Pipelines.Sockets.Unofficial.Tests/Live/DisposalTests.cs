using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>Connections that end in the middle of their work harm no other: they all rent from one pool of memory.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory("valkey >= 9.1")]
    public async Task ConnectionsDisposedUnderLoad_DoNotTouchTheBytesOfAnother(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var steady = await Redis.ConnectAsync(server);
        using var churnEnded = new CancellationTokenSource();
        var checking = Task.Run(() => CountWrongEchoesAsync(steady.GetDatabase(), churnEnded.Token), Cancellation);

        await Parallel.ForAsync(
            0,
            100,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (i, _) => await DisposeUnderLoadAsync(server, (byte)i));
        await churnEnded.CancelAsync();

        var (echoes, wrong) = await checking;
        Assert.Equal(0, wrong);
        Assert.NotEqual(0, echoes);
    }

    private static async Task DisposeUnderLoadAsync(RedisServer server, byte content)
    {
        var redis = await Redis.ConnectAsync(server);
        var database = redis.GetDatabase();
        var value = new byte[3_000];
        value.AsSpan().Fill(content);
        Task[] load = [.. Enumerable.Range(0, 200).Select(_ => database.ExecuteAsync("ECHO", value))];

        await redis.CloseAsync(allowCommandsToComplete: false);
        await redis.DisposeAsync();

        foreach (var command in load)
        {
            var failure = await Record.ExceptionAsync(() => command.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
            Assert.True(failure is null or OperationCanceledException or RedisException or IOException or ObjectDisposedException, $"{failure}");
        }
    }

    private static async Task<(int Echoes, int Wrong)> CountWrongEchoesAsync(IDatabase database, CancellationToken until)
    {
        var (echoes, wrong) = (0, 0);
        while (!until.IsCancellationRequested)
        {
            var values = Enumerable.Range(0, 50).Select(_ => RandomBytes()).ToArray();
            var answers = await Task.WhenAll(values.Select(value => database.ExecuteAsync("ECHO", value)));
            wrong += values.Zip(answers).Count(pair => !pair.First.AsSpan().SequenceEqual((byte[]?)pair.Second));
            echoes += values.Length;
        }

        return (echoes, wrong);
    }

    private static byte[] RandomBytes()
    {
        var value = new byte[3_000];
        Random.Shared.NextBytes(value);
        return value;
    }
}
