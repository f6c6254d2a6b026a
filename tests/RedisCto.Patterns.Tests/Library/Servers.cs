using System.Collections.Concurrent;
using RedisCto.Testing;

namespace RedisCto.Patterns.Tests.Library;

/// <summary>The servers of the matrix as the patterns need them: Garnet runs scripts one at a time only in its transaction mode.</summary>
internal static class Servers
{
    private static readonly ServerOptions LuaTransactions = new() { Arguments = ["--lua-transaction-mode"] };
    private static readonly ConcurrentDictionary<string, Lazy<Task<RedisServer>>> Garnet = new(StringComparer.Ordinal);

    public static Task<RedisServer> SharedAsync(string name) => name == "garnet"
        ? Garnet.GetOrAdd(name, static key => new(() => StartAsync(key))).Value
        : RedisServers.SharedAsync(name);

    public static Task<RedisServer> StartAsync(string name) =>
        RedisServers.StartAsync(name, name == "garnet" ? LuaTransactions : null, TestContext.Current.CancellationToken);
}
