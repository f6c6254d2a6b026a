using System.Text.Json;
using StackExchange.Redis;

namespace ShopCache;

public sealed record Order(string Id, string Customer, decimal Total);

public interface IOrderStore
{
    Task<Order?> FindAsync(string id);
}

/// <summary>Orders as the shop's pages need them, in front of the database.</summary>
public sealed class OrderCache(IOrderStore store, IConnectionMultiplexer redis)
{
    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(10);

    public async Task<Order?> GetAsync(string id)
    {
        var db = redis.GetDatabase();
        var cached = await db.StringGetAsync($"cache:order:{id}");
        if (cached.HasValue)
            return JsonSerializer.Deserialize<Order>(cached.ToString());

        var order = await store.FindAsync(id);
        if (order is not null)
            await db.StringSetAsync($"cache:order:{id}", JsonSerializer.Serialize(order), lifetime);
        return order;
    }

    public static async Task<decimal> TotalAsync(IDatabase db, IReadOnlyList<string> ids)
    {
        var cached = await db.StringGetAsync([.. ids.Select(id => (RedisKey)$"cache:order:{id}")]);
        return cached.Where(value => value.HasValue).Sum(value => JsonSerializer.Deserialize<Order>(value.ToString())!.Total);
    }

    public static async Task<int> CountAsync(IServer server)
    {
        var count = 0;
        await foreach (var _ in server.KeysAsync(pattern: "cache:order:*", pageSize: 1000))
            count++;
        return count;
    }
}
