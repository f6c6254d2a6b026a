using System.Text.Json;
using StackExchange.Redis;

namespace ShopCache;

public sealed record Order(string Id, string Customer, decimal Total);

public interface IOrderStore
{
    Task<Order?> FindAsync(string id);
}

/// <summary>Orders as the shop's pages need them, in front of the database.</summary>
public sealed class OrderCache(IOrderStore store, string endpoint)
{
    public async Task<Order?> GetAsync(string id)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(endpoint);
        var db = redis.GetDatabase();
        var cached = await db.StringGetAsync($"cache:order:{id}");
        if (cached.HasValue)
            return JsonSerializer.Deserialize<Order>(cached.ToString());

        var order = await store.FindAsync(id);
        if (order is not null)
            await db.StringSetAsync($"cache:order:{id}", JsonSerializer.Serialize(order));
        return order;
    }

    public static async Task<decimal> TotalAsync(IDatabase db, IReadOnlyList<string> ids)
    {
        var total = 0m;
        foreach (var id in ids)
        {
            var cached = await db.StringGetAsync($"cache:order:{id}");
            if (cached.HasValue)
                total += JsonSerializer.Deserialize<Order>(cached.ToString())!.Total;
        }

        return total;
    }

    public static async Task<int> CountAsync(IDatabase db)
    {
        var keys = (RedisKey[])(await db.ExecuteAsync("KEYS", "cache:order:*"))!;
        return keys.Length;
    }
}
