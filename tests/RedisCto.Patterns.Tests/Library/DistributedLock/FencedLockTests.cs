using RedisCto.Patterns.Library;
using RedisCto.Patterns.Library.DistributedLock;
using RedisCto.Testing;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library.DistributedLock;

/// <summary>The lock that numbers its holders: the numbers grow, whatever the server forgets.</summary>
public sealed class FencedLockTests : LockContract
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(20);

    internal override RedisLock Create(IConnectionMultiplexer redis, TimeSpan? maxHold = null, TimeProvider? time = null) =>
        new(redis, time) { MaxHold = maxHold ?? TimeSpan.FromMinutes(1), Fencing = true };

    [ServerTheory]
    public async Task HolderAfterHolder_GetsAGreaterFence(string server)
    {
        var (redis, _, name) = await StartAsync(server);
        var locks = Create(redis);
        var last = 0L;
        for (var i = 0; i < 200; i++)
        {
            await using var lease = await locks.TryAcquireAsync(name, Ttl, Token);

            Assert.True(lease!.Fence > last, $"{lease.Fence} after {last}");
            last = lease.Fence;
        }
    }

    [ServerTheory]
    public async Task SameTokenAgain_GetsTheSameFence(string server)
    {
        var (_, db, name) = await StartAsync(server);
        var script = LuaFile.Read("DistributedLock/acquire-fenced.lua");
        RedisKey[] keys = [Key(name), Key(name) + ":fence"];

        var first = (long[])(await db.ScriptEvaluateAsync(script, keys, ["me", 20_000]))!;
        var again = (long[])(await db.ScriptEvaluateAsync(script, keys, ["me", 20_000]))!;
        var other = (long[])(await db.ScriptEvaluateAsync(script, keys, ["you", 20_000]))!;

        Assert.Equal(1, first[0]);
        Assert.Equal(first, again);
        Assert.Equal(0, other[0]);
        Assert.InRange(other[1], 10_000, 20_000);
    }

    [ServerTheory]
    public async Task CounterLost_TheNextFenceIsGreaterStill(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        var locks = Create(redis);
        long before;
        await using (var lease = await locks.TryAcquireAsync(name, Ttl, Token))
            before = lease!.Fence;
        Assert.True(await db.KeyDeleteAsync(Key(name) + ":fence"));

        await using var next = await locks.TryAcquireAsync(name, Ttl, Token);

        Assert.True(next!.Fence > before, $"{next.Fence} after {before}");
    }

    [ServerTheory]
    public async Task RestartWithoutPersistence_TheNextFenceIsGreaterStill(string server)
    {
        await using var own = await Servers.StartAsync(server);
        long before;
        await using (var redis = await Connections.OpenAsync(own.Endpoint))
        {
            var lease = await Create(redis).AcquireAsync("restart", Ttl, Ttl, Token);
            before = lease!.Fence;
            await lease.ReleaseAsync();
        }

        await own.KillAsync(Token);
        await own.RestartAsync(Token);
        Assert.True((await own.SendAsync("GET", Key("restart") + ":fence")).IsNull);
        await using var again = await Connections.OpenAsync(own.Endpoint);
        await using var next = await Create(again).AcquireAsync("restart", Ttl, Ttl, Token);

        Assert.True(next!.Fence > before, $"{next.Fence} after {before}");
    }

    [ServerTheory]
    public async Task OvertakenHolder_CannotWriteTheResource(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        var (locks, resource) = (Create(redis), new FencedResource(redis));
        await using var slow = await locks.TryAcquireAsync(name, Ttl, Token);
        Assert.True(await resource.TryWriteAsync(name, slow!.Fence, "slow, in time", Token));
        await db.KeyDeleteAsync(Key(name)); // as if it had slept past its time to live
        await using var next = await locks.TryAcquireAsync(name, Ttl, Token);

        Assert.True(await resource.TryWriteAsync(name, next!.Fence, "next", Token));
        Assert.True(await resource.TryWriteAsync(name, next.Fence, "next, again", Token));
        Assert.False(await resource.TryWriteAsync(name, slow.Fence, "slow, too late", Token));

        Assert.Equal("next, again", await db.HashGetAsync("fenced:" + name, "value"));
        await db.KeyDeleteAsync("fenced:" + name);
    }

    [ServerTheory]
    public async Task OnlyTheCounterIsKept(string server)
    {
        var (redis, db, name) = await StartAsync(server);
        await using (await Create(redis).TryAcquireAsync(name, Ttl, Token))
        {
            Assert.NotNull(await db.KeyTimeToLiveAsync(Key(name)));
            Assert.True(await db.KeyExistsAsync(Key(name) + ":fence"));
            Assert.Null(await db.KeyTimeToLiveAsync(Key(name) + ":fence"));
        }

        Assert.False(await db.KeyExistsAsync(Key(name)));
    }
}
