using System.Reflection;
using RedisCto.Patterns.Tests.Library;
using RedisCto.Testing;

namespace RedisCto.Patterns.Tests.Generation;

/// <summary>The text that is handed out, compiled and run against a server: what the rewriting made of the library still works.</summary>
public sealed class HandedOutCodeRunsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lock_ExcludesAndReleases(bool fencing)
    {
        var redis = await Connections.ToAsync("redis-8.0");
        var prefix = RedisServer.NewPrefix();
        var type = Load(new() { Pattern = "distributed-lock", KeyPrefix = prefix, Options = fencing ? ["fencing"] : [], Parts = ["all"] }, "RedisLock");
        dynamic locks = Activator.CreateInstance(type, redis, null)!;

        dynamic lease = await locks.TryAcquireAsync("job", TimeSpan.FromSeconds(20), Token);
        Assert.NotNull((object?)lease);
        Assert.True(await redis.GetDatabase().KeyExistsAsync(prefix + "lock:{job}"));
        Assert.Equal(fencing, await redis.GetDatabase().KeyExistsAsync(prefix + "lock:{job}:fence"));
        Assert.Null((object?)await locks.TryAcquireAsync("job", TimeSpan.FromSeconds(20), Token));
        if (fencing)
            Assert.True((long)lease.Fence > 1_700_000_000_000_000);

        var waiting = locks.AcquireAsync("job", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), Token);
        Assert.Equal("Released", ((object)await lease.ReleaseAsync()).ToString());
        dynamic next = await waiting;
        Assert.True((bool)next.IsHeld);
        await next.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("fail-closed")]
    [InlineData("shaper")]
    public async Task Limiter_GivesTheBurstAndNoMore(string option)
    {
        var redis = await Connections.ToAsync("redis-8.0");
        var request = new PatternRequest
        {
            Pattern = "rate-limiter",
            KeyPrefix = RedisServer.NewPrefix(),
            Options = option.Length == 0 ? [] : [option],
            Parts = ["all"],
        };
        dynamic limiter = Activator.CreateInstance(Load(request, "RedisRateLimiter"), redis, 2, TimeSpan.FromMinutes(10), null, null)!;
        limiter.GetType().GetProperty("Budget").SetValue(limiter, TimeSpan.FromSeconds(10));

        Assert.Equal(option != "fail-closed", (bool)limiter.AllowUnanswered);
        Assert.True((bool)(await limiter.TryAcquireAsync("u", 2, Token)).Allowed);
        Assert.False((bool)(await limiter.TryAcquireAsync("u", 1, Token)).Allowed);
        Assert.Equal(option == "shaper", ((Type)limiter.GetType()).GetMethod("WaitAsync") is not null);
    }

    private static Type Load(PatternRequest request, string type)
    {
        using var image = new MemoryStream();
        var emitted = UserProject.Compile("redis-2", new PatternGenerator().Generate(request).Files).Emit(image, cancellationToken: Token);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return Assembly.Load(image.ToArray()).GetType("MyApp.Redis." + type, throwOnError: true)!;
    }
}
