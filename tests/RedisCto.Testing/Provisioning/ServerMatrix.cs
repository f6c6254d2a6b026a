using System.Collections;
using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>The servers every statement is proved on, oldest first, and those a user adds through the environment.</summary>
internal static class ServerMatrix
{
    /// <summary>The servers that every machine tests.</summary>
    public static IReadOnlyList<ServerDefinition> Fixed { get; } =
    [
        new("redis-6.0", Product.Redis, new(6, 0, 16), "bullseye"),
        new("redis-7.0", Product.Redis, new(7, 0, 15), "bookworm"),
        new("redis-8.0", Product.Redis, new(8, 0, 2), "trixie"),
        new("redis-8.6", Product.Redis, new(8, 6, 3), "experimental", "sid"),
        new("valkey-8.1", Product.Valkey, new(8, 1, 1), "trixie"),
        new("valkey-9.1", Product.Valkey, new(9, 1, 2), "sid"),
        new("garnet", Product.Garnet, new(2, 2, 8)),
    ];

    public static IReadOnlyList<ServerDefinition> All { get; } =
    [
        .. Fixed.Concat(Added(Environment.GetEnvironmentVariables())).Concat(Installed(Tool.FindOnPath))
            .DistinctBy(server => server.Name, StringComparer.Ordinal),
    ];

    public static ServerDefinition Find(string name) =>
        All.FirstOrDefault(server => string.Equals(server.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"'{name}' is not one of {string.Join(", ", All.Select(server => server.Name))}.", nameof(name));

    /// <summary>A variable such as <c>REDIS_CTO_SERVER_REDIS_7_4</c> adds <c>redis-7.4</c>.</summary>
    internal static IEnumerable<ServerDefinition> Added(IDictionary environment) =>
        from variable in environment.Keys.Cast<string>()
        where variable.StartsWith(ServerDefinition.VariablePrefix, StringComparison.Ordinal)
        let words = variable[ServerDefinition.VariablePrefix.Length..].Split('_')
        where words.Length == 3
        let product = words[0] switch { "REDIS" => Product.Redis, "VALKEY" => Product.Valkey, _ => Product.Unknown }
        where product != Product.Unknown && ServerVersion.TryParse($"{words[1]}.{words[2]}", out _)
        let version = ServerVersion.Parse($"{words[1]}.{words[2]}")
        where !Fixed.Any(known => known.Fits(product, version))
        orderby product, version
        select new ServerDefinition($"{words[0].ToLowerInvariant()}-{version.Major}.{version.Minor}", product, version);

    /// <summary>Where Debian's packages cannot be had, the servers on PATH that are of no series of the matrix widen it.</summary>
    internal static IEnumerable<ServerDefinition> Installed(Func<string, string?> findOnPath)
    {
        if (findOnPath("dpkg-deb") is not null)
            yield break;

        foreach (var path in new[] { "redis-server", "valkey-server" }.Select(findOnPath).OfType<string>())
        {
            if (VersionLine(path) is not { } line || ServerVersionReader.Parse(line) is not var (product, version))
                continue;
            if (!Fixed.Any(known => known.Fits(product, version)))
                yield return new($"{product.ToString().ToLowerInvariant()}-{version.Major}.{version.Minor}", product, version);
        }
    }

    private static string? VersionLine(string path)
    {
        try
        {
            return Tool.RunAsync(path, ["--version"], CancellationToken.None, TimeSpan.FromSeconds(5)).GetAwaiter().GetResult().Output;
        }
        catch (IOException)
        {
            return null; // A program that does not even tell its version widens nothing.
        }
    }
}
