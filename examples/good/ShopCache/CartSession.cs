using StackExchange.Redis;

namespace ShopCache;

/// <summary>Who is signed in, and what lies in the cart.</summary>
public sealed class CartSession(IDatabase db)
{
    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(30);

    public Task SignInAsync(string session, string customer) =>
        db.StringSetAsync($"session:{session}", customer, lifetime);

    public async Task<long> AddAsync(string session, string product, int count)
    {
        var transaction = db.CreateTransaction();
        var inCart = transaction.HashIncrementAsync($"cart:{session}", product, count);
        _ = transaction.KeyExpireAsync($"cart:{session}", lifetime);
        await transaction.ExecuteAsync();
        return await inCart;
    }
}
