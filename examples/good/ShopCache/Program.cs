using ShopCache;
using StackExchange.Redis;

var endpoint = args.Length > 0 ? args[0] : "localhost:6379";
await using var redis = await ConnectionMultiplexer.ConnectAsync(endpoint);
var db = redis.GetDatabase();

await new CartSession(db).SignInAsync("s1", "ann");
var orders = new OrderCache(new DemoStore(), redis);
var done = await new CheckoutLock(db).TryRunAsync("s1", async () => Console.WriteLine(await orders.GetAsync("42")));
Console.WriteLine(done ? "checked out" : "somebody else is checking out");
