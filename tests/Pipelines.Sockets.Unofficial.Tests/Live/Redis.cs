using RedisCto.Testing;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Live;

/// <summary>How the live proofs connect: once, quickly, and with time limits that a loaded machine keeps.</summary>
internal static class Redis
{
    /// <summary>The transport does not differ between servers: one recent Redis and one Valkey are enough.</summary>
    public const string Recent = "redis >= 8.6, valkey >= 9.1";

    public static ConfigurationOptions Options(RedisServer server) => Options(server.ConnectionString);

    public static ConfigurationOptions Options(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AsyncTimeout = 15_000;
        options.SyncTimeout = 15_000;
        options.ConnectTimeout = 15_000;
        options.ReconnectRetryPolicy = new LinearRetry(100);
        return options;
    }

    public static async Task<ConnectionMultiplexer> ConnectAsync(RedisServer server, Action<ConfigurationOptions>? configure = null)
    {
        var options = Options(server);
        configure?.Invoke(options);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Waits until a command is answered again.</summary>
    public static Task RecoverAsync(IDatabase database, CancellationToken cancellation) => Eventually.TrueAsync(
        "the multiplexer answers again",
        async () =>
        {
            try
            {
                await database.PingAsync();
                return true;
            }
            catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException)
            {
                return false;
            }
        },
        TimeSpan.FromSeconds(20),
        cancellation);
}
