namespace RedisCto.Core;

/// <summary>The server that code or advice is meant for, as a user names it: "redis 7.2", "valkey 8.1", "garnet", "7.4".</summary>
public sealed record ServerTarget(Product Product, ServerVersion? Version)
{
    /// <exception cref="FormatException">The text names no known server; the message lists what is understood.</exception>
    public static ServerTarget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split([' ', '-', '@', ':', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var product = Product.Redis;
        ServerVersion? version = null;
        foreach (var word in words)
        {
            if (ServerVersion.TryParse(word, out var parsed))
                version = parsed;
            else if (Enum.TryParse<Product>(word, ignoreCase: true, out var named) && named != Product.Unknown)
                product = named;
            else
                throw Unknown(text);
        }

        return words.Length > 0 ? new ServerTarget(product, version) : throw Unknown(text);
    }

    public override string ToString() => Version is { } version ? $"{Product} {version}" : Product.ToString();

    private static FormatException Unknown(string text) =>
        new($"'{text}' names no known server. Write for example: redis 7.2, redis 8.0, valkey 8.1, valkey 9.0, garnet.");
}
