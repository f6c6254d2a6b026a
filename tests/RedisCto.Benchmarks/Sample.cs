using System.Globalization;
using System.Text;

namespace RedisCto.Benchmarks;

/// <summary>A file of about a hundred lines as it stands in real code: ten small methods, one of them with a fault.</summary>
internal static class Sample
{
    public static string HundredLines(int seed)
    {
        var text = new StringBuilder("""
            using System;
            using System.Threading.Tasks;
            using StackExchange.Redis;

            public sealed class OrderCache(IConnectionMultiplexer redis)
            {
                private readonly IDatabase db = redis.GetDatabase();

                public async Task RenameAsync(string id, string name)
                {
                    await db.StringSetAsync($"order:{id}:name", name);
                    await db.KeyExpireAsync($"order:{id}:name", TimeSpan.FromMinutes(10));
                }

            """);
        for (var i = 0; i < 10; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                    public async Task<string?> Get{{seed}}x{{i}}Async(string id)
                    {
                        var value = await db.StringGetAsync($"order:{id}:{{i}}");
                        if (value.IsNullOrEmpty)
                            return null;

                        return value.ToString();
                    }

                """);
        }

        return text.AppendLine("}").ToString();
    }
}
