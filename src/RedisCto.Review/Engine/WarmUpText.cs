namespace RedisCto.Review.Engine;

/// <summary>A small text that takes a review through every stage once: an inferred declaration, a finding and a fix.</summary>
internal static class WarmUpText
{
    public const string Code = """
        public async Task<string> NameOf(string id)
        {
            var keys = db.Execute("KEYS", "user:*");
            await db.StringSetAsync($"user:{id}", name);
            await db.KeyExpireAsync($"user:{id}", TimeSpan.FromMinutes(5));
            return await db.StringGetAsync($"user:{id}");
        }
        """;
}
