#:project ../tests/RedisCto.Testing/RedisCto.Testing.csproj
#:property PublishAot=false

// Lists the servers that tests run on: name, product, version, path; fetches those that are missing from the cache.
// dotnet run eng/servers.cs [-- NAME ...]
using RedisCto.Testing;

var names = args.Length > 0 ? args : [.. RedisServers.Names];
var missing = 0;
foreach (var name in names)
{
    try
    {
        var server = await RedisServers.LocateAsync(name);
        Console.WriteLine($"{name,-12} {server.Product,-8} {server.Version,-8} {server.Path}  ({server.Origin})");
    }
    catch (Exception e) when (e is ServerUnavailableException or ArgumentException)
    {
        missing++;
        Console.WriteLine($"{name,-12} not covered: {e.Message}");
    }
}

return missing == 0 ? 0 : 1;
