using RedisCto.Patterns.Library.DistributedLock;
using RedisCto.Testing;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>What every lock of the library must hold on every server of the matrix.</summary>
public abstract class LockContract
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(600);

    internal abstract RedisLock Create(IConnectionMultiplexer redis, TimeSpan? maxHold = null, TimeProvider? time = null);

    [ServerTheory]
    public async Task FreeLock_IsTaken_AndItsKeyExpires(string server)
    {
        var (redis, db, name) = await StartAsync(server);

        await using var lease = await Create(redis).TryAcquireAsync(name, Long, Token);

        Assert.NotNull(lease);
        Assert.True(lease.IsHeld);
        lease.ThrowIfLost();
        Assert.InRange((await db.KeyTimeToLiveAsync(Key(name)))!.Value, Long / 2, Long);
    }

    [ServerTheory]
    public async Task HeldLock_IsRefused_AndTakenAfterItsRelease(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        var (mine, other) = (Create(redis), Create(redis));
        var lease = await mine.TryAcquireAsync(name, Long, Token);
        Assert.NotNull(lease);

        Assert.Null(await other.TryAcquireAsync(name, Long, Token));
        Assert.Null(await mine.TryAcquireAsync(name, Long, Token)); // not reentrant
        Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());
        Assert.False(lease.IsHeld);
        Assert.False(lease.LostToken.IsCancellationRequested);
        Assert.False(await db.KeyExistsAsync(Key(name)));

        await using var next = await other.TryAcquireAsync(name, Long, Token);
        Assert.NotNull(next);
    }

    [ServerTheory]
    public async Task ReleaseTwice_AsksOnce(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var lease = await Create(redis).TryAcquireAsync(name, Long, Token);
        Assert.NotNull(lease);

        Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());
        await using var next = await Create(redis).TryAcquireAsync(name, Long, Token);
        await lease.DisposeAsync();
        Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());

        Assert.True(next!.IsHeld);
        Assert.Null(await Create(redis).TryAcquireAsync(name, Long, Token));
    }

    [ServerTheory]
    public async Task ReleaseAfterAnotherTookIt_DeletesNothing(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        var late = await Create(redis).TryAcquireAsync(name, Long, Token);
        await db.KeyDeleteAsync(Key(name));
        await using var holder = await Create(redis).TryAcquireAsync(name, Long, Token);
        Assert.NotNull(holder);

        Assert.Equal(ReleaseResult.Lost, await late!.ReleaseAsync());

        Assert.True(await db.KeyExistsAsync(Key(name)));
        Assert.Equal(ReleaseResult.Released, await holder.ReleaseAsync());
    }

    [ServerTheory]
    public async Task Renewal_KeepsTheLockPastItsTtl(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var ttl = TimeSpan.FromSeconds(1); // shorter ones are truly lost when a busy machine does not run us for a while
        await using var lease = await Create(redis).TryAcquireAsync(name, ttl, Token);

        await Task.Delay(ttl * 1.6, Token);

        Assert.True(lease!.IsHeld);
        Assert.False(lease.LostToken.IsCancellationRequested);
        Assert.Null(await Create(redis).TryAcquireAsync(name, ttl, Token));
    }

    [ServerTheory]
    public async Task WithoutRenewal_TheHolderKnowsBeforeTheKeyExpires(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        await using var lease = await Create(redis, maxHold: TimeSpan.Zero).TryAcquireAsync(name, Short, Token);

        await Fired(Short, lease!.LostToken);

        Assert.False(lease.IsHeld);
        Assert.Throws<OperationCanceledException>(lease.ThrowIfLost);
        await Eventually.TrueAsync("the key expires", async () => !await db.KeyExistsAsync(Key(name)), Token);
    }

    [ServerTheory]
    public async Task KeyTakenAway_FiresLost_AndIsNotCreatedAgain(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        await using var lease = await Create(redis).TryAcquireAsync(name, Short, Token);
        await db.KeyDeleteAsync(Key(name));

        await Fired(Short, lease!.LostToken);

        Assert.False(await db.KeyExistsAsync(Key(name)));
        Assert.Equal(ReleaseResult.Lost, await lease.ReleaseAsync());
    }

    [ServerTheory]
    public async Task Waiter_IsWokenByTheRelease(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var fastest = TimeSpan.MaxValue;
        // A busy machine may delay one handoff; a waiter that only polled would need about 700 ms each time.
        for (var i = 0; i < 4 && fastest > TimeSpan.FromMilliseconds(400); i++)
        {
            var lease = await Create(redis).AcquireAsync(name, Long, Long, Token);
            var waiting = Create(redis).AcquireAsync(name, Long, Long, Token);
            await Task.Delay(300, Token);
            Assert.False(waiting.IsCompleted);

            var released = TimeProvider.System.GetTimestamp();
            await lease!.ReleaseAsync();
            await using var next = await waiting;
            var handoff = TimeProvider.System.GetElapsedTime(released);
            fastest = handoff < fastest ? handoff : fastest;
            Assert.True(next!.IsHeld);
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromMilliseconds(400));
    }

    [ServerTheory]
    public async Task Waiter_TakesOverFromACrashedHolder(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        await db.StringSetAsync(Key(name), "a process that is no more", Short);

        await using var lease = await Create(redis).AcquireAsync(name, Long, TimeSpan.FromSeconds(5), Token);

        Assert.True(lease!.IsHeld);
    }

    [ServerTheory]
    public async Task Waiter_GivesUpWhenTheWaitIsOver(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        await using var lease = await Create(redis).TryAcquireAsync(name, Long, Token);
        var started = TimeProvider.System.GetTimestamp();

        Assert.Null(await Create(redis).AcquireAsync(name, Long, TimeSpan.FromMilliseconds(300), Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(5));
    }

    [ServerTheory]
    public async Task CancelledWaiter_LeavesTheQueueUsable(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var locks = Create(redis);
        var lease = await locks.TryAcquireAsync(name, Long, Token);
        using var cancel = new CancellationTokenSource();
        var first = locks.AcquireAsync(name, Long, Long, cancel.Token);
        var second = locks.AcquireAsync(name, Long, Long, cancel.Token);
        await Task.Delay(100, Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await lease!.ReleaseAsync();
        await using var next = await locks.AcquireAsync(name, Long, TimeSpan.FromSeconds(5), Token);

        Assert.True(next!.IsHeld);
    }

    [ServerTheory]
    public async Task CallersOfOneProcess_HoldItOneAfterTheOther(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var locks = Create(redis);
        var (inside, most, total) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            await using var lease = await locks.AcquireAsync(name, Long, Long, Token);
            Assert.NotNull(lease);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(3, Token);
            Interlocked.Decrement(ref inside);
            total++;
        }));

        Assert.Equal((1, 12), (most, total));
    }

    [ServerTheory]
    public async Task FlushedScripts_AreSentAgain(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        for (var i = 0; i < 3; i++)
        {
            await own.SendAsync("SCRIPT", "FLUSH");
            var lease = await Create(redis).AcquireAsync("flushed", Long, Long, Token);
            await own.SendAsync("SCRIPT", "FLUSH");

            Assert.Equal(ReleaseResult.Released, await lease!.ReleaseAsync());
        }
    }

    // Garnet keeps strings and collections apart: there the list is no obstacle.
    [ServerTheory("redis >= 6.0, valkey >= 8.0")]
    public async Task KeyOfAnotherType_IsAnErrorAndStays(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        await db.ListRightPushAsync(Key(name), "not a lock");

        await Assert.ThrowsAsync<RedisServerException>(() => Create(redis).TryAcquireAsync(name, Short, Token));

        Assert.Equal(RedisType.List, await db.KeyTypeAsync(Key(name)));
    }

    [ServerTheory]
    public async Task NamesWithBracesAndOtherLetters_AreKeysOfTheirOwn(string server)
    {
        var (redis, db, prefix) = await StartAsync(server);
        string[] names = [prefix, prefix + "{a}", prefix + "}a{", prefix + "%7Ba%7D", prefix + "é 漢 \0\r\n"];
        var leases = new List<LockLease?>();
        foreach (var name in names)
            leases.Add(await Create(redis).TryAcquireAsync(name, Long, Token));

        Assert.All(leases, Assert.NotNull);
        Assert.True(await db.KeyExistsAsync("lock:{" + prefix + "%7Ba%7D}"));
        foreach (var lease in leases)
            Assert.Equal(ReleaseResult.Released, await lease!.ReleaseAsync());
    }

    [ServerTheory]
    public async Task SleptPastTheDeadline_IsNoticedBeforeTheTimerRings(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var time = new SkewedTime();
        await using var lease = await Create(redis, time: time).TryAcquireAsync(name, Long, Token);

        time.Skew = Long;

        Assert.False(lease!.LostToken.IsCancellationRequested);
        Assert.False(lease.IsHeld);
        Assert.Throws<OperationCanceledException>(lease.ThrowIfLost);
    }

    [Fact]
    public async Task SenselessArguments_AreRefused()
    {
        var (redis, _, name) = await StartAsync("redis-8.0");
        var locks = Create(redis);

        await Assert.ThrowsAsync<ArgumentException>(() => locks.TryAcquireAsync("", Long, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => locks.TryAcquireAsync(name, TimeSpan.FromMilliseconds(50), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => locks.AcquireAsync(name, Long, TimeSpan.FromSeconds(-1), Token));
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static string Key(string name) => "lock:{" + name + "}";

    private protected static async Task<(IConnectionMultiplexer Redis, IDatabase Database, string Name)> StartAsync(string server)
    {
        var redis = await Connections.ToAsync(server);
        return (redis, redis.GetDatabase(), RedisServer.NewPrefix());
    }

    private protected static async Task Fired(TimeSpan within, CancellationToken lost)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lost.Register(fired.SetResult);
        // The caller says when the event is due; the rest is for a busy machine.
        await fired.Task.WaitAsync(within + TimeSpan.FromSeconds(2), Token);
    }
}
