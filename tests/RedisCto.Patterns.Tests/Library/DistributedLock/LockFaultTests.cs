using System.Diagnostics;
using RedisCto.Patterns.Library.DistributedLock;
using RedisCto.Testing;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>The lock while the network or the server fails: the holder learns it in time, and no lost reply leaves a lock behind.</summary>
public sealed class LockFaultTests
{
    private const string Matrix = "redis >= 8.0 < 8.6, valkey >= 9.0";
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServerTheory(Matrix)]
    public async Task ReplyToTheAcquireDropped_TheKeyIsGivenBackWithinASecond(string server)
    {
        var direct = await Connections.ToAsync(server);
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var (locks, name) = (new RedisLock(redis), RedisServer.NewPrefix());
        await (await locks.TryAcquireAsync(name, Ttl, Token))!.ReleaseAsync(); // the script is known now
        var taken = await WatchAsync(direct, name);

        proxy.Mode = FaultMode.DropReplyAfterExecute("EVALSHA");
        await Assert.ThrowsAnyAsync<RedisException>(() => locks.TryAcquireAsync(name, TimeSpan.FromSeconds(60), Token));
        proxy.Mode = FaultMode.Pass;

        await Eventually.TrueAsync("the key is gone", async () => !await direct.GetDatabase().KeyExistsAsync(Key(name)), TimeSpan.FromSeconds(1), Token);
        Assert.True(await taken(), "the server must have executed the acquire, or the test shows nothing");
    }

    [ServerTheory(Matrix)]
    public async Task ReplyDroppedWhileWaiting_TheWaiterOwnsTheLockSoon(string server)
    {
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var (locks, name) = (new RedisLock(redis), RedisServer.NewPrefix());
        await (await locks.TryAcquireAsync(name, Ttl, Token))!.ReleaseAsync();

        proxy.Mode = FaultMode.DropReplyAfterExecute("EVALSHA");
        var waiting = locks.AcquireAsync(name, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), Token);
        await Task.Delay(300, Token);
        proxy.Mode = FaultMode.Pass;

        await using var lease = await waiting.WaitAsync(TimeSpan.FromSeconds(5), Token);
        Assert.True(lease!.IsHeld);
    }

    [ServerTheory(Matrix)]
    public async Task CancelledAcquire_LeavesNoKeyBehind(string server)
    {
        var direct = await Connections.ToAsync(server);
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var (locks, name) = (new RedisLock(redis), RedisServer.NewPrefix());
        await (await locks.TryAcquireAsync(name, Ttl, Token))!.ReleaseAsync();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        proxy.Mode = FaultMode.Delay(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => locks.TryAcquireAsync(name, TimeSpan.FromSeconds(60), cancel.Token));

        await Eventually.TrueAsync("the key is gone", async () => !await direct.GetDatabase().KeyExistsAsync(Key(name)), TimeSpan.FromSeconds(2), Token);
    }

    [ServerTheory(Matrix)]
    public async Task BlackHole_TheHolderKnowsBeforeTheNextOneHolds(string server)
    {
        var direct = await Connections.ToAsync(server);
        await Task.WhenAll(BlackHoleAsync(TimeSpan.FromSeconds(1)), BlackHoleAsync(TimeSpan.FromSeconds(3)));

        async Task BlackHoleAsync(TimeSpan ttl)
        {
            await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
            await using var redis = await Connections.OpenAsync(proxy.Endpoint);
            var name = RedisServer.NewPrefix();
            await using var lease = await new RedisLock(redis).TryAcquireAsync(name, ttl, Token);
            var lostAt = new TaskCompletionSource<long>();
            await using var registration = lease!.LostToken.Register(() => lostAt.SetResult(Stopwatch.GetTimestamp()));
            var contending = AcquireAsync();

            await Task.Delay(ttl * 0.45, Token);
            proxy.Mode = FaultMode.BlackHole;

            var acquiredAt = await contending;
            Assert.True(lostAt.Task.IsCompleted, "the first holder had not been told when the second held");
            Assert.True(await lostAt.Task <= acquiredAt, "two holders");
            Assert.False(lease.IsHeld);
            proxy.Mode = FaultMode.Pass;

            async Task<long> AcquireAsync()
            {
                await using var next = await new RedisLock(direct).AcquireAsync(name, ttl, TimeSpan.FromSeconds(20), Token);
                return next is null ? throw new TimeoutException("the lock never became free") : Stopwatch.GetTimestamp();
            }
        }
    }

    [ServerTheory(Matrix)]
    public async Task BlackHole_CallersHaveAnAnswerWithinTheirLimit(string server)
    {
        await using var proxy = FaultProxy.Start(await Servers.SharedAsync(server));
        await using var redis = await Connections.OpenAsync(proxy.Endpoint);
        var (locks, name) = (new RedisLock(redis), RedisServer.NewPrefix());
        var lease = await locks.TryAcquireAsync(name, TimeSpan.FromSeconds(20), Token);
        proxy.Mode = FaultMode.BlackHole;
        var started = Stopwatch.GetTimestamp();

        var refused = Assert.ThrowsAnyAsync<Exception>(() => locks.TryAcquireAsync(name + "2", TimeSpan.FromSeconds(20), Token));
        var released = lease!.ReleaseAsync();

        Assert.True(await refused is RedisException or TimeoutException);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1.8));
        Assert.Equal(ReleaseResult.Unknown, await released);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        proxy.Mode = FaultMode.Pass;
    }

    [ServerTheory(Matrix)]
    public async Task ServerFrozenForLessThanTheTtl_TheLockIsKept(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        await using var lease = await new RedisLock(redis).TryAcquireAsync("frozen", Ttl, Token);

        await own.PauseAsync(Token);
        await Task.Delay(Ttl * 0.8, Token);
        await own.ResumeAsync(Token);
        await Task.Delay(Ttl * 0.6, Token); // past the first deadline

        Assert.True(lease!.IsHeld);
        Assert.False(lease.LostToken.IsCancellationRequested);
        Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());
    }

    [ServerTheory(Matrix)]
    public async Task ServerFrozenForLongerThanTheTtl_LostFiresBeforeTheDeadline(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        var started = Stopwatch.GetTimestamp();
        await using var lease = await new RedisLock(redis).TryAcquireAsync("frozen", Ttl, Token);
        var lostAfter = new TaskCompletionSource<TimeSpan>();
        await using var registration = lease!.LostToken.Register(() => lostAfter.SetResult(Stopwatch.GetElapsedTime(started)));

        await own.PauseAsync(Token);
        await Task.Delay(Ttl * 1.5, Token);

        Assert.True(lostAfter.Task.IsCompleted);
        Assert.InRange(await lostAfter.Task, Ttl * 0.9, Ttl);
        await own.ResumeAsync(Token);
    }

    [ServerTheory("redis >= 8.0 < 8.6")]
    public async Task ServerBackJustAfterLostFired_TheKeyIsNotRenewedAnyMore(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        await using var lease = await new RedisLock(redis).TryAcquireAsync("late", Ttl, Token);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lease!.LostToken.Register(lost.SetResult);

        await own.PauseAsync(Token);
        await lost.Task.WaitAsync(Ttl * 2, Token);
        await own.ResumeAsync(Token); // before the key expires: the waiting renewals succeed

        await Eventually.TrueAsync("the key expires", async () => (await own.SendAsync("EXISTS", Key("late"))).Integer == 0, Ttl * 1.5, Token);
        Assert.False(lease.IsHeld);
    }

    [ServerTheory(Matrix)]
    public async Task ConnectionsKilledAllTheTime_TheLockIsKept(string server)
    {
        await using var own = await Servers.StartAsync(server);
        await using var redis = await Connections.OpenAsync(own.Endpoint);
        await using var lease = await new RedisLock(redis).TryAcquireAsync("killed", Ttl, Token);
        var started = Stopwatch.GetTimestamp();
        var killed = 0L;

        while (Stopwatch.GetElapsedTime(started) < Ttl * 1.5)
        {
            killed += (await own.SendAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")).Integer;
            await own.SendAsync("SCRIPT", "FLUSH");
            await Task.Delay(250, Token);
        }

        Assert.True(killed > 5, $"only {killed} connections were killed");
        Assert.True(lease!.IsHeld);
        Assert.False(lease.LostToken.IsCancellationRequested);
    }

    [ServerTheory("redis >= 7.0, valkey >= 8.0")]
    public async Task UserWithOnlyTheDeclaredCommands_CanTakeWaitForAndReleaseIt(string server)
    {
        await using var own = await RedisServers.StartAsync(
            server,
            new ServerOptions
            {
                Users = ["app on >pw ~lock:* &lock:* &__Booksleeve_MasterChanged -@all +hello +auth +ping +echo +info +client +config|get +cluster"
                    + " +eval +evalsha +script|load +get +set +del +pttl +pexpire +publish +time +subscribe +unsubscribe"],
            },
            Token);
        await using var redis = await Connections.OpenAsync(own.Endpoint, "app", "pw");
        foreach (var fencing in new[] { false, true })
        {
            var locks = new RedisLock(redis) { Fencing = fencing };
            var lease = await locks.TryAcquireAsync("acl", TimeSpan.FromMilliseconds(600), Token);
            var waiting = locks.AcquireAsync("acl", Ttl, Ttl, Token);
            await Task.Delay(900, Token); // renewed meanwhile

            Assert.True(lease!.IsHeld);
            Assert.Equal(ReleaseResult.Released, await lease.ReleaseAsync());
            await using var next = await waiting;
            Assert.True(next!.IsHeld);
        }
    }

    private static string Key(string name) => "lock:{" + name + "}";

    /// <summary>Notices whether the key's release was announced: then the server had the lock.</summary>
    private static async Task<Func<Task<bool>>> WatchAsync(IConnectionMultiplexer redis, string name)
    {
        var seen = new TaskCompletionSource();
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Key(name) + ":released"), (_, _) => seen.TrySetResult());
        return async () => await Task.WhenAny(seen.Task, Task.Delay(TimeSpan.FromSeconds(2), Token)) == seen.Task;
    }
}
