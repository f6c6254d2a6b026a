using RedisCto.Patterns.Tests;
using RedisCto.Testing;

[assembly: AssemblyFixture(typeof(HandedOutTestsServer))]

namespace RedisCto.Patterns.Tests;

/// <summary>Names a server for the tests that we hand out, which run here as they would in a user's project.</summary>
public sealed class HandedOutTestsServer : IAsyncLifetime
{
    public async ValueTask InitializeAsync() =>
        Environment.SetEnvironmentVariable("REDIS_TEST_ENDPOINT", (await RedisServers.SharedAsync("redis-8.0")).Endpoint);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
