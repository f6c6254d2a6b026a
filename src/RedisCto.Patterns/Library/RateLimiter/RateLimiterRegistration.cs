using System;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>Registers a limiter on the connection that the application shares; name it by a key where there are several.</summary>
public static class RateLimiterRegistration
{
    /// <summary>Adds a limiter under this name; an <see cref="IConnectionMultiplexer"/> must be registered.</summary>
    public static IServiceCollection AddRedisRateLimiter(this IServiceCollection services, string name, int limit, TimeSpan period, int? burst = null) =>
        services.AddKeyedSingleton(name, (provider, _) =>
            new RedisRateLimiter(provider.GetRequiredService<IConnectionMultiplexer>(), limit, period, burst, provider.GetService<TimeProvider>()));
}
