namespace ShopCache;

/// <summary>Stands for the shop's database.</summary>
internal sealed class DemoStore : IOrderStore
{
    public Task<Order?> FindAsync(string id) => Task.FromResult<Order?>(new Order(id, "ann", 19.90m));
}
