using System;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.DistributedLock;

/// <summary>Registers the lock once per process, on the connection that the application shares.</summary>
public static class LockRegistration
{
    public static IServiceCollection AddRedisLock(this IServiceCollection services) => services.AddSingleton(provider =>
        new RedisLock(provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetService<TimeProvider>()));
}
