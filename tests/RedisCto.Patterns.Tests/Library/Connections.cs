using System.Collections.Concurrent;
using StackExchange.Redis;

namespace RedisCto.Patterns.Tests.Library;

/// <summary>Connections as an application would hold them: one for each shared server, or one of a test's own.</summary>
internal static class Connections
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IConnectionMultiplexer>>> Shared = new(StringComparer.Ordinal);

    public static Task<IConnectionMultiplexer> ToAsync(string server) => Shared
        .GetOrAdd(server, static name => new(() => OpenSharedAsync(name)))
        .Value;

    private static async Task<IConnectionMultiplexer> OpenSharedAsync(string server)
    {
        var redis = await OpenAsync((await Servers.SharedAsync(server)).Endpoint);
        // The first script of a server may take longer than a lock waits for an answer (Garnet compiles its interpreter then).
        await redis.GetDatabase().ScriptEvaluateAsync("return redis.call('TIME')");
        return redis;
    }

    public static async Task<IConnectionMultiplexer> OpenAsync(string endpoint, string user = "", string password = "")
    {
        var options = ConfigurationOptions.Parse(endpoint);
        options.AbortOnConnectFail = false;
        options.AllowAdmin = true;
        if (user.Length > 0)
            (options.User, options.Password) = (user, password);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
