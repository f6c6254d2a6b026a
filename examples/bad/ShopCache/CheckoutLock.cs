using StackExchange.Redis;

namespace ShopCache;

/// <summary>Lets one server at a time check a cart out.</summary>
public sealed class CheckoutLock(IDatabase db)
{
    public async Task<bool> TryRunAsync(string cart, Func<Task> checkout)
    {
        var token = Guid.NewGuid().ToString("N");
        if (!await db.StringSetAsync($"lock:checkout:{cart}", token, TimeSpan.FromSeconds(30), When.NotExists))
            return false;

        try
        {
            await checkout();
            return true;
        }
        finally
        {
            await db.KeyDeleteAsync($"lock:checkout:{cart}");
        }
    }
}
