using System.Security.Cryptography;
using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>Much at once and much in one piece: every answer belongs to its command.</summary>
public sealed class ThroughputTests
{
    private const int Tasks = 64;
    private const int CommandsPerTask = 1_000_000 / Tasks;
    private const int InFlight = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [ServerTheory(Redis.Recent)]
    public async Task MillionPipelinedCommandsOf64Tasks_EachGetsItsOwnAnswer(string name)
    {
        await using var server = await RedisServers.StartAsync(name, cancellation: Cancellation);
        await using var redis = await Redis.ConnectAsync(server);

        var wrong = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => CountWrongAnswersAsync(redis.GetDatabase(), task))));

        Assert.Equal(0, wrong.Sum());
        var counted = await redis.GetDatabase().StringGetAsync([.. Enumerable.Range(0, Tasks).Select(Counter)]);
        Assert.Equal(1_000_000, counted.Sum(count => (long)count));
    }

    [ServerTheory(Redis.Recent)]
    public async Task TenMegabyteValue_ComesBackUnchanged(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server);
        var database = redis.GetDatabase();
        var key = RedisServer.NewPrefix() + "big";
        var values = Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetBytes(10 * 1024 * 1024)).ToArray();

        // Together, so that sends wait for each other and replies share buffers.
        await Task.WhenAll(values.Select((value, i) => database.StringSetAsync($"{key}{i}", value)));
        var replies = await Task.WhenAll(values.Select((_, i) => database.StringGetAsync($"{key}{i}")));

        Assert.All(values.Zip(replies), pair => Assert.True(pair.First.AsSpan().SequenceEqual((byte[])pair.Second!)));
        Assert.Equal(values[0], (byte[])database.StringGet(key + "0")!);
        await database.KeyDeleteAsync([.. values.Select((_, i) => (RedisKey)$"{key}{i}")]);
    }

    [ServerTheory(Redis.Recent)]
    public async Task LongNestedReply_IsReadWhole(string name)
    {
        var server = await RedisServers.SharedAsync(name, Cancellation);
        await using var redis = await Redis.ConnectAsync(server);

        // 20,000 arrays of three inside one, so that the arena needs more than one block.
        var reply = await redis.GetDatabase().ScriptEvaluateAsync("local a={} for i=1,20000 do a[i]={i,tostring(i),{i}} end return a");

        var rows = (RedisResult[])reply!;
        Assert.Equal(20_000, rows.Length);
        for (var i = 1; i <= rows.Length; i++)
        {
            Assert.Equal(i, (int)rows[i - 1][0]);
            Assert.Equal($"{i}", (string?)rows[i - 1][1]);
            Assert.Equal(i, (int)rows[i - 1][2][0]);
        }
    }

    /// <summary>INCR of a key of one's own has only one right answer at every step.</summary>
    private static async Task<int> CountWrongAnswersAsync(IDatabase database, int task)
    {
        var key = Counter(task);
        var pending = new Queue<Task<long>>(InFlight);
        var (expected, wrong) = (0L, 0);
        for (var i = 0; i < CommandsPerTask; i++)
        {
            pending.Enqueue(database.StringIncrementAsync(key));
            if (pending.Count == InFlight && await pending.Dequeue() != ++expected)
                wrong++;
        }

        while (pending.TryDequeue(out var answer))
        {
            if (await answer != ++expected)
                wrong++;
        }

        return wrong;
    }

    private static RedisKey Counter(int task) => $"counter:{task}";
}
