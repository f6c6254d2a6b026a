using System;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>Registers the lock once per process, on the connection that the application shares.</summary>
public static class LockRegistration
{
    /// <summary>Adds <see cref="RedisLock"/>; an <see cref="IConnectionMultiplexer"/> must be registered.</summary>
    public static IServiceCollection AddRedisLock(this IServiceCollection services) => services.AddSingleton(provider =>
        new RedisLock(provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetService<TimeProvider>()));
}
